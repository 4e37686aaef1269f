@echo off
rem Builds Pecule if needed, creates missing keys and the first person, then serves.
rem Natively if Rust, a C compiler and Node.js are installed, else through WSL, else lists what to install.
setlocal EnableExtensions
set "ROOT=%~dp0"
set "MISSING="

if not "%PECULE_BIN%"=="" (
    set "PECULE=%PECULE_BIN%"
    goto household
)

where cargo >nul 2>nul || set "MISSING=%MISSING% rust"
where node >nul 2>nul || set "MISSING=%MISSING% node"
where npm >nul 2>nul || set "MISSING=%MISSING% node"
call :find_compiler
if errorlevel 1 set "MISSING=%MISSING% compiler"
if "%MISSING%"=="" goto native

rem WSL runs the Linux program, whose data is in the Linux home folder.
where wsl >nul 2>nul || goto lacking
wsl --exec true >nul 2>nul || goto lacking
echo Not everything needed to build natively is here (%MISSING% ): going on in WSL.
wsl --cd "%ROOT%." --exec ./start.sh %*
exit /b %ERRORLEVEL%

:lacking
echo Something is missing to build Pecule on Windows:
echo %MISSING% | findstr /c:"rust" >nul && echo - Rust 1.95 or newer:              winget install Rustlang.Rustup
echo %MISSING% | findstr /c:"compiler" >nul && echo - the C++ build tools of Microsoft: winget install Microsoft.VisualStudio.2022.BuildTools --override "--wait --passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended"
echo %MISSING% | findstr /c:"node" >nul && echo - Node.js 20 or newer, with npm:   winget install OpenJS.NodeJS.LTS
echo.
echo Open a new terminal afterwards and run start.bat again.
echo Or install the Windows Subsystem for Linux, in which ./start.sh works: wsl --install
exit /b 1

:native
for /f "tokens=1 delims=." %%v in ('node --version') do set "NODE=%%v"
set "NODE=%NODE:v=%"
if %NODE% LSS 20 (
    echo Node.js 20 or newer is needed: winget install OpenJS.NodeJS.LTS
    exit /b 1
)
pushd "%ROOT%"
set "TARGET=%ROOT%target"
if not "%CARGO_TARGET_DIR%"=="" set "TARGET=%CARGO_TARGET_DIR%"
if not exist "%TARGET%\release\pecule.exe" echo Building Pecule: several minutes the first time, seconds afterwards.
cargo build --release --locked -p pecule-cli
if errorlevel 1 (
    popd
    exit /b 1
)
popd
set "PECULE=%TARGET%\release\pecule.exe"

:household
rem Reads the value of --data; without it the program uses PECULE_DATA, then its default.
set "NEXT="
for %%a in (%*) do call :look_for_data "%%~a"
call :ask_state
if errorlevel 1 exit /b 1
if "%KEYS%"=="yes" goto people
"%PECULE%" keygen
if errorlevel 1 exit /b 1
call :ask_state
if errorlevel 1 exit /b 1

:people
if not "%PEOPLE%"=="0" goto serve
echo.
echo Nobody lives in this household yet.
set "NAME="
set /p "NAME=Your name, or Enter to go on in the browser: "
if not defined NAME goto serve
"%PECULE%" setup --name "%NAME%"
if errorlevel 1 exit /b 1

:serve
"%PECULE%" serve %*
exit /b %ERRORLEVEL%

:look_for_data
rem cmd also splits --data=DIR into two words.
if defined NEXT (
    set "PECULE_DATA=%~1"
    set "NEXT="
    exit /b 0
)
if "%~1"=="--data" set "NEXT=1"
exit /b 0

:ask_state
set "KEYS=no"
set "PEOPLE=some"
"%PECULE%" status >"%TEMP%\pecule-status.txt"
if errorlevel 1 exit /b 1
findstr /b /c:"keys: yes" "%TEMP%\pecule-status.txt" >nul
if not errorlevel 1 set "KEYS=yes"
findstr /b /c:"people: 0" "%TEMP%\pecule-status.txt" >nul
if not errorlevel 1 set "PEOPLE=0"
del "%TEMP%\pecule-status.txt" >nul 2>nul
exit /b 0

:find_compiler
where cl >nul 2>nul && exit /b 0
set "VSWHERE=%ProgramFiles(x86)%\Microsoft Visual Studio\Installer\vswhere.exe"
if not exist "%VSWHERE%" exit /b 1
set "FOUND="
for /f "usebackq delims=" %%p in (`"%VSWHERE%" -latest -products * -requires Microsoft.VisualStudio.Component.VC.Tools.x86.x64 -property installationPath`) do set "FOUND=%%p"
if defined FOUND exit /b 0
exit /b 1
