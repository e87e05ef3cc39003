"""The classifiers of torchvision, with random weights under which every part of them matters."""
import torch
from torch import nn
from torchvision import models

SEED = 20240311
# Statistics of 4 pictures fit no fifth at the end of deep networks: scores of EfficientNet-B4 then reach 97, and gradients in
# float32 are off by 1e-3, also PyTorch's own.
FITTED = 16


def names():
    """All, the smallest first."""
    return sorted(models.list_models(module=models), key=parameters)


def parameters(name):
    return models.get_model_weights(name).DEFAULT.meta["num_params"]


def shape(name):
    """[C, H, W] of the input: small, and not square where the network allows that."""
    if name.startswith("vit_"):
        side = {"vit_b_32": 96, "vit_l_32": 96, "vit_h_14": 56}.get(name, 64)
        return 3, side, side
    if name.startswith("vgg") or name == "maxvit_t":
        return 3, 224, 224  # an adaptive pool that the TorchScript exporter can do; windows that divide every stage
    return {"alexnet": (3, 224, 415), "inception_v3": (3, 107, 139)}.get(name, (3, 96, 128))


def build(name):
    torch.manual_seed(SEED)
    options = {}
    if name.startswith("vit_"):
        options["image_size"] = shape(name)[1]
    if name in ("googlenet", "inception_v3"):
        options["init_weights"] = False
    net = models.get_model(name, weights=None, **options).eval()
    generator = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for parameter_name, parameter in net.named_parameters():
            if parameter_name.endswith("layer_scale"):  # at 1e-6, a mistake within the block would not show
                parameter.uniform_(0.2, 0.6, generator=generator)
            elif not parameter.any() and parameter.ndim > 1:  # heads that start at zero hide everything
                parameter.normal_(0, parameter.shape[-1] ** -0.5, generator=generator)
    fit(net, name, generator)
    return net


def fit(net, name, generator):
    """Gives batch normalisations statistics that fit their inputs, and scales and shifts that are not 1 and 0."""
    norms = {path: m for path, m in net.named_modules() if isinstance(m, nn.BatchNorm2d)}
    for path, norm in norms.items():
        with torch.no_grad():
            # the last of a bottleneck: were branches as large as what they are added to, rounding would grow with the depth
            norm.weight.uniform_(*(0.2, 0.6) if path.endswith("bn3") else (0.7, 1.3), generator=generator)
            norm.bias.normal_(0, 0.2, generator=generator)
        norm.momentum = None
        norm.reset_running_stats()
        norm.train()
    if norms:
        with torch.no_grad():
            net(torch.cat([picture(name, seed) for seed in range(100, 100 + FITTED)]))
    net.eval()


def picture(name, seed=1):
    """Smooth blobs and some noise of about unit variance."""
    channels, height, width = shape(name)
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.randn(1, channels, 5, 7, generator=generator)
    smooth = nn.functional.interpolate(coarse, (height, width), mode="bicubic", align_corners=False)
    return smooth + 0.3 * torch.randn(1, channels, height, width, generator=generator)
