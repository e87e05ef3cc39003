@echo off
rem gradcam4j: on a source checkout the first run builds what it needs; later runs start at once.
rem Needs a JDK 17 or newer (JAVA_HOME, or java on the PATH). GRADCAM4J_OPTS adds options for Java,
rem GRADCAM4J_CLASSPATH jars before those of this build: plug-ins, or another build of ONNX Runtime.
rem After a change of the sources, delete cli\target\launcher to build again.
setlocal
set "root=%~dp0"
set "jars=%root%cli\target\launcher\jars"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if exist "%jars%\ready" goto run
echo gradcam4j: building from source (the first time this downloads about 120 MB) 1>&2
pushd "%root%"
call mvnw.cmd -B -ntp -q -Dlauncher -pl cli -am package 1>&2
if errorlevel 1 (
  popd
  echo gradcam4j: the build failed, see above. A JDK 17 or newer and, the first time, a network are needed 1>&2
  exit /b 4
)
popd
type nul > "%jars%\ready"
:run
set OMP_WAIT_POLICY=passive
if not defined TF_CPP_MIN_LOG_LEVEL set TF_CPP_MIN_LOG_LEVEL=3
if not defined NVIDIA_TF32_OVERRIDE set NVIDIA_TF32_OVERRIDE=0
for %%j in ("%jars%\gradcam4j-cli-*.jar") do set "program=%%j"
set "options=-XX:+UseSerialGC -XX:MaxRAMPercentage=70 -Xlog:disable -Djava.awt.headless=true %GRADCAM4J_OPTS%"
if defined GRADCAM4J_CLASSPATH goto others
"%java%" %options% -jar "%program%" %*
exit /b %errorlevel%
:others
"%java%" %options% --enable-native-access=ALL-UNNAMED -cp "%GRADCAM4J_CLASSPATH%;%program%" io.github.gradcam4j.cli.Main %*
exit /b %errorlevel%
