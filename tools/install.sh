#!/bin/sh
# Install what the project needs on a fresh machine, saying each step before it starts. Safe to repeat.
# Usage: tools/install.sh PART ...
#   dev        .venv with the service, its tools and the embedded stack
#   train      numpy, scipy and scikit-learn beside them (training, evaluation)
#   ministack  .tools/ministack: an AWS emulator with a real DynamoDB engine, loopback only
#   sam        .tools/sam: the AWS SAM command line (needs Python 3.13, the layer's own version)
#   runtime    .tools/runtime: Lambda's runtime client and boto3 beside it, as in Lambda (needs Python 3.13)
#   fuzz       .tools/fuzz: schemathesis, which makes requests out of docs/openapi.json
#   peers      .tools/peers*: what one would take instead, for `make bench` alone (isso, word filters)
#   node       npm, for the accessibility rules and the front end, where it is missing (asks for root)
#   chromium   a headless browser and Arabic fonts from the system's packages (asks for root)
set -eu
cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1
MINISTACK=1.5.33
SAM=1.170.0
RUNTIME_CLIENT=4.2.2
PEERS="isso==0.14.0 better-profanity==0.7.0 alt-profanity-check==1.9.1"
SCHEMATHESIS=4.32.5
ARABIC_PEER=arabic-toxic==0.2.3

say() { printf '· %s\n' "$*" >&2; }

done_with() { [ -f "$1" ] && [ ! pyproject.toml -nt "$1" ] && [ ! constraints.txt -nt "$1" ]; }

venv() { # venv FOLDER [MINOR ...]: an environment by the newest interpreter that starts
  folder=$1; shift
  [ -x "$folder/bin/python" ] && return
  python=$(tools/find_python.sh "$@")
  say "making $folder with $("$python" -V)"
  "$python" -m venv "$folder"
}

quietly() { # run a command, show its output only when it fails
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then rm -f "$log"; else cat "$log" >&2; rm -f "$log"; return 1; fi
}

project() { # project EXTRAS STAMP
  done_with ".venv/$2" && return
  venv .venv
  say "installing the project and its $2 packages into .venv (about half a minute)"
  quietly .venv/bin/pip install -c constraints.txt -e ".[$1]"
  touch ".venv/$2"
}

runtime() { # with its bytecode, as Lambda's own runtime has it
  [ -d .tools/runtime/awslambdaric ] && return
  python=$(tools/find_python.sh 13)
  say "installing Lambda's runtime client $RUNTIME_CLIENT and boto3 into .tools/runtime"
  rm -rf .tools/runtime.new
  quietly "$python" -m pip install --no-compile -c constraints.txt --target .tools/runtime.new "awslambdaric==$RUNTIME_CLIENT" boto3
  "$python" -m compileall -q -f --invalidation-mode unchecked-hash .tools/runtime.new
  mv .tools/runtime.new .tools/runtime
}

chromium() {
  # Whole Chromium will do where no apt-get is: it draws a window for each test, and takes three times as long.
  { command -v chromium-headless-shell || { command -v chromium && ! command -v apt-get; }; } >/dev/null \
    && fc-list 2>/dev/null | grep -qi 'noto.*arabic' && return
  command -v apt-get >/dev/null || { say "no apt-get here: install Chromium and Noto fonts yourself for the browser tests"; return 1; }
  say "installing a headless Chromium and Arabic fonts (about 150 MB)"
  root=; [ "$(id -u)" = 0 ] || root=sudo
  quietly $root apt-get update -q
  browser=chromium-headless-shell
  apt-cache show $browser >/dev/null 2>&1 || browser=chromium
  quietly $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    $browser fontconfig fonts-noto-core fonts-noto-color-emoji
}

node() {
  command -v npm >/dev/null && return
  command -v apt-get >/dev/null || { say "no npm and no apt-get here: install Node 20 yourself"; return 1; }
  say "installing Node and npm"
  root=; [ "$(id -u)" = 0 ] || root=sudo
  quietly $root apt-get update -q
  quietly $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nodejs npm
}

for part in "$@"; do
  case $part in
    dev) project dev dev ;;
    train) project dev,train train ;;
    ministack)
      [ -x .tools/ministack/bin/ministack ] || { venv .tools/ministack 13 12
        say "installing ministack $MINISTACK into .tools/ministack"
        quietly .tools/ministack/bin/pip install "ministack==$MINISTACK" cryptography aws-sam-translator; } ;;
    sam)
      [ -x .tools/sam/bin/sam ] || { venv .tools/sam 13
        say "installing the AWS SAM command line $SAM into .tools/sam (about 330 MB)"
        quietly .tools/sam/bin/pip install "aws-sam-cli==$SAM"; } ;;
    runtime) runtime ;;
    fuzz)
      [ -x .tools/fuzz/bin/schemathesis ] || { venv .tools/fuzz 13 12
        say "installing schemathesis $SCHEMATHESIS into .tools/fuzz"
        quietly .tools/fuzz/bin/pip install "schemathesis==$SCHEMATHESIS"; } ;;
    peers)
      [ -x .tools/peers/bin/isso ] || { venv .tools/peers 13 12
        say "installing $PEERS into .tools/peers"
        # shellcheck disable=SC2086 # one word a package
        quietly .tools/peers/bin/pip install $PEERS; }
      # It wants an older scikit-learn than the filter above.
      [ -d .tools/peers-arabic ] || { venv .tools/peers-arabic 13 12
        say "installing $ARABIC_PEER into .tools/peers-arabic"
        quietly .tools/peers-arabic/bin/pip install "$ARABIC_PEER"; } ;;
    chromium) chromium ;;
    node) node ;;
    *) say "unknown part: $part (dev, train, ministack, sam, runtime, fuzz, peers, node or chromium)"; exit 2 ;;
  esac
done
