# The code that the backend for TorchScript adds to an archive as __torch__/gradcam4j_tape.py, in the form in which libtorch
# keeps code.
#
# Tape records values. "wanted" holds for each module what to do with its values: 0 nothing, 1 record, 2 record for measuring,
# 3 replace. "orders" holds module, call and output of what is asked for, "found" module, output and call of what was recorded.
# A recorded value that nothing is differentiated for yet becomes a leaf. What follows gets a clone of it, because it may change
# what it gets in place. Of a layer that returns several tensors each is its own, even where one was made of another: a gradient
# is that of what follows, whatever else is recorded. "versions" count such changes, so that one that did reach a recorded value
# is noticed. What comes from Java is copied: products of matrices depend in their last bits on where memory begins. Half and
# brain floats are recorded as float32, which DJL knows. What follows a value within a part without gradients has one as far as
# it follows behind that part. "skips" tells whether nothing is recorded in a module, "selects" whether the way is taken on which
# a token is selected early; "token" refuses what has no tokens.
class Tape:
  wanted : List[int]
  found : List[int]
  tensors : List[Tensor]
  versions : List[int]
  logits : List[Tensor]
  output : int
  first : int
  last : int
  calls : List[int]
  orders : List[int]
  replacement : Tensor
  folded : List[Tensor]
  selects : bool
  def __init__(self: __torch__.gradcam4j_tape.Tape,
    count: int,
    orders: Tensor,
    replacement: Tensor,
    folded: List[Tensor]) -> NoneType:
    wanted = torch.mul([0], count)
    self.found = annotate(List[int], [])
    self.tensors = annotate(List[Tensor], [])
    self.versions = annotate(List[int], [])
    self.logits = annotate(List[Tensor], [])
    self.output = 0
    self.first = count
    self.last = -1
    self.calls = torch.mul([-1], count)
    self.orders = annotate(List[int], [])
    self.replacement = replacement
    self.folded = folded
    self.selects = False
    for i in range(torch.size(orders, 0)):
      order = torch.select(orders, 0, i)
      number = int(torch.select(order, 0, 0))
      if torch.lt(number, 0):
        self.selects = True
      else:
        if torch.lt(number, self.first):
          self.first = number
        else:
          pass
        if torch.gt(number, self.last):
          self.last = number
        else:
          pass
        _0 = torch._set_item(wanted, number, int(torch.select(order, 0, 1)))
        for j in [0, 2, 3]:
          _1 = torch.append(self.orders, int(torch.select(order, 0, j)))
    self.wanted = wanted
    return None
  def skips(self: __torch__.gradcam4j_tape.Tape,
    number: int,
    size: int) -> bool:
    if torch.lt(self.last, number):
      z = True
    else:
      z = torch.ge(self.first, torch.add(number, size))
    return z
  def takes(self: __torch__.gradcam4j_tape.Tape,
    number: int) -> bool:
    call = torch.add((self.calls)[number], 1)
    _0 = torch._set_item(self.calls, number, call)
    self.output = 0
    if torch.eq((self.wanted)[number], 2):
      z = True
    else:
      z = False
      for i in range(torch.floordiv(torch.len(self.orders), 3)):
        if torch.eq((self.orders)[torch.mul(i, 3)], number):
          if torch.eq((self.orders)[torch.add(torch.mul(i, 3), 1)], call):
            z = True
          else:
            pass
        else:
          pass
    return z
  def replaces(self: __torch__.gradcam4j_tape.Tape,
    number: int,
    output: int) -> bool:
    z = False
    if torch.eq((self.wanted)[number], 3):
      for i in range(torch.floordiv(torch.len(self.orders), 3)):
        if torch.eq((self.orders)[torch.mul(i, 3)], number):
          if torch.eq((self.orders)[torch.add(torch.mul(i, 3), 2)], output):
            z = True
          else:
            pass
        else:
          pass
    else:
      pass
    return z
  def keep(self: __torch__.gradcam4j_tape.Tape,
    y: Tensor,
    number: int,
    output: int) -> NoneType:
    _0 = torch.append(self.tensors, y)
    _1 = torch.append(self.found, number)
    _2 = torch.append(self.found, output)
    _3 = torch.append(self.found, (self.calls)[number])
    _4 = torch.append(self.versions, torch._version(y))
    return None
def single(x: Tensor) -> Tensor:
  dtype = ops.prim.dtype(x)
  if torch.eq(dtype, 5):
    y = torch.to(x, 6)
  else:
    if torch.eq(dtype, 15):
      y = torch.to(x, 6)
    else:
      y = x
  return y
def follows(y: Tensor,
    dtype: int) -> Tensor:
  recorded = torch.is_grad_enabled()
  torch.set_grad_enabled(True)
  if torch.eq(ops.prim.dtype(y), dtype):
    z = torch.clone(y)
  else:
    z = torch.to(y, dtype)
  torch.set_grad_enabled(recorded)
  return z
def record(x: Tensor,
    tape: __torch__.gradcam4j_tape.Tape,
    number: int) -> Tensor:
  return __torch__.gradcam4j_tape.passed(x, False, tape, number, )
def part(x: Tensor,
    tape: __torch__.gradcam4j_tape.Tape,
    number: int) -> Tensor:
  return __torch__.gradcam4j_tape.passed(x, True, tape, number, )
def passed(x: Tensor,
    separate: bool,
    tape: __torch__.gradcam4j_tape.Tape,
    number: int) -> Tensor:
  output = tape.output
  tape.output = torch.add(output, 1)
  wanted = tape.wanted
  mode = wanted[number]
  if (tape).replaces(number, output, ):
    z = torch.reshape(torch.to(tape.replacement, ops.prim.dtype(x)), torch.size(x))
  else:
    if torch.eq(mode, 3):
      z = x
    else:
      if torch.is_floating_point(x):
        fresh = torch.__not__(ops.prim.requires_grad(x))
      else:
        fresh = False
      if fresh:
        y = torch.requires_grad_(__torch__.gradcam4j_tape.single(torch.detach(x), ))
        _0 = (tape).keep(y, number, output, )
        z = __torch__.gradcam4j_tape.follows(y, ops.prim.dtype(x), )
      else:
        if separate:
          y0 = torch.clone(__torch__.gradcam4j_tape.single(x, ))
        else:
          y0 = __torch__.gradcam4j_tape.single(x, )
        _1 = (tape).keep(y0, number, output, )
        if torch.eq(ops.prim.dtype(y0), ops.prim.dtype(x)):
          copies = torch.eq(mode, 1)
        else:
          copies = True
        if copies:
          z = __torch__.gradcam4j_tape.follows(y0, ops.prim.dtype(x), )
        else:
          z = y0
  return z
def linked(before: int,
    x: Tensor,
    argument: Tensor,
    tape: __torch__.gradcam4j_tape.Tape,
    number: int) -> Tensor:
  wanted = tape.wanted
  mode = wanted[number]
  if torch.eq(mode, 0):
    taken = False
  else:
    taken = (tape).takes(number, )
  if torch.__not__(taken):
    z = x
  else:
    same = torch.__is__(x, argument)
    if same:
      untouched = torch.eq(torch._version(x), before)
    else:
      untouched = False
    if untouched:
      changed = False
    else:
      if torch.is_floating_point(x):
        fresh = torch.__not__(ops.prim.requires_grad(x))
      else:
        fresh = False
      changed = torch.__and__(same, fresh)
    if changed:
      if (tape).replaces(number, 0, ):
        z = torch.copy_(x, torch.reshape(torch.to(tape.replacement, ops.prim.dtype(x)), torch.size(x)))
      else:
        if torch.eq(mode, 3):
          z = x
        else:
          y = torch.requires_grad_(torch.clone(__torch__.gradcam4j_tape.single(torch.detach(x), )))
          _0 = (tape).keep(y, number, 0, )
          recorded = torch.is_grad_enabled()
          torch.set_grad_enabled(True)
          z = torch.copy_(x, y)
          torch.set_grad_enabled(recorded)
    else:
      z = __torch__.gradcam4j_tape.passed(x, untouched, tape, number, )
  return z
def input(x: Tensor,
    tape: __torch__.gradcam4j_tape.Tape,
    number: int) -> Tensor:
  wanted = tape.wanted
  if torch.eq(wanted[number], 0):
    z = x
  else:
    _0 = (tape).takes(number, )
    z = __torch__.gradcam4j_tape.record(x, tape, number, )
  return z
def logits(x: Tensor,
    tape: __torch__.gradcam4j_tape.Tape) -> Tensor:
  _0 = torch.clear(tape.logits)
  _1 = torch.append(tape.logits, x)
  return x
def token(x: Tensor,
    index: int) -> Tensor:
  items, tokens, channels, = torch.size(x)
  return torch.narrow(x, 1, index, 1)
def gradients(seeds: Tensor,
    score: Tensor,
    values: List[Tensor]) -> List[Tensor]:
  result = annotate(List[Tensor], [])
  if ops.prim.requires_grad(score):
    flat = annotate(List[Tensor], [])
    count = torch.size(seeds, 0)
    for k in range(count):
      seed0 = torch.clone(torch.reshape(torch.select(seeds, 0, k), torch.size(score)))
      seed = torch.to(seed0, ops.prim.dtype(score))
      cotangents = annotate(List[Optional[Tensor]], [seed])
      found = torch.autograd.grad([score], values, cotangents, True, False, True)
      for i in range(torch.len(found)):
        gradient = found[i]
        if torch.__is__(gradient, None):
          g = torch.zeros_like(values[i])
        else:
          g = unchecked_cast(Tensor, gradient)
        _0 = torch.append(flat, torch.contiguous(torch.to(g, 6)))
    for j in range(torch.len(values)):
      layer = annotate(List[Tensor], [])
      for k0 in range(count):
        _1 = torch.append(layer, flat[torch.add(torch.mul(k0, torch.len(values)), j)])
      if torch.eq(count, 1):
        stacked = torch.unsqueeze(layer[0], 0)
      else:
        stacked = torch.stack(layer)
      _2 = torch.append(result, stacked)
  else:
    pass
  return result
def sums(seeds: Tensor,
    score: Tensor,
    form: Tensor,
    values: List[Tensor]) -> List[Tensor]:
  result = annotate(List[Tensor], [])
  gradients = __torch__.gradcam4j_tape.gradients(seeds, score, values, )
  if torch.gt(torch.len(gradients), 0):
    numbers = annotate(List[int], [])
    for i in range(torch.size(form, 0)):
      _0 = torch.append(numbers, int(torch.select(form, 0, i)))
    values0 = torch.unsqueeze(torch.to(torch.detach(values[0]), 6), 0)
    gradients0 = gradients[0]
    if torch.ge(numbers[3], 0):
      a = torch.narrow(values0, numbers[3], numbers[4], numbers[5])
      g = torch.narrow(gradients0, numbers[3], numbers[4], numbers[5])
    else:
      a = values0
      g = gradients0
    if torch.eq(numbers[0], 1):
      weights = g
    else:
      weights = torch.mean(g, torch.slice(numbers, 6, None, 1), True)
    map = torch.sum(torch.mul(weights, a), [numbers[1]], True)
    first = torch.movedim(map, numbers[2], 1)
    _1 = torch.append(result, torch.contiguous(torch.reshape(first, [torch.size(g, 0), torch.size(g, numbers[2]), -1])))
  else:
    pass
  return result
def fold(weight: Tensor,
    bias: Optional[Tensor],
    factor: Tensor,
    summand: Tensor,
    mean: Tensor,
    variance: Tensor,
    epsilon: float) -> List[Tensor]:
  f = torch.div(torch.to(factor, 7), torch.sqrt(torch.add(torch.to(variance, 7), epsilon)))
  sizes = annotate(List[int], [-1])
  for i in range(torch.sub(torch.dim(weight), 1)):
    _0 = torch.append(sizes, 1)
  if torch.__is__(bias, None):
    b = torch.neg(torch.to(mean, 7))
  else:
    b = torch.sub(torch.to(unchecked_cast(Tensor, bias), 7), torch.to(mean, 7))
  dtype = ops.prim.dtype(weight)
  w = torch.to(torch.mul(torch.to(weight, 7), torch.reshape(f, sizes)), dtype)
  c = torch.to(torch.add(torch.mul(b, f), torch.to(summand, 7)), dtype)
  return [torch.detach(w), torch.detach(c)]
def reach(score: Tensor,
    values: List[Tensor]) -> List[Tensor]:
  counts = annotate(List[int], [])
  if ops.prim.requires_grad(score):
    ones = torch.ones_like(score)
    ramp = torch.reshape(torch.cumsum(torch.reshape(ones, [-1]), 0), torch.size(score))
    seed = torch.add(torch.detach(torch.remainder(ramp, 7)), 1)
    cotangents = annotate(List[Optional[Tensor]], [seed])
    found = torch.autograd.grad([score], values, cotangents, False, False, True)
    for i in range(torch.len(found)):
      gradient = found[i]
      if torch.__is__(gradient, None):
        _0 = torch.append(counts, -1)
      else:
        g = unchecked_cast(Tensor, gradient)
        touched = torch.ne(g, 0)
        _1 = torch.append(counts, torch.dim(g))
        for d in range(torch.dim(g)):
          rows = torch.reshape(torch.transpose(touched, 0, d), [torch.size(g, d), -1])
          _2 = torch.append(counts, int(torch.sum(torch.any(rows, 1))))
  else:
    for i0 in range(torch.len(values)):
      _3 = torch.append(counts, -1)
  return [torch.tensor(counts)]
def forget(values: List[Tensor]) -> List[Tensor]:
  for i in range(torch.len(values)):
    _0 = torch.detach_(values[i])
    _1 = torch.set_(values[i])
  return values
