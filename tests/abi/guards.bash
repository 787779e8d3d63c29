# The guards of the plugin interface, as functions for the scripts beside this file. Each takes the folder of the headers
# to judge and what they are held to, says what it finds, and fails if they differ from what was promised.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export CC=${CC:-cc} CXX=${CXX:-c++}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# (a) The description of the interface is the one that is committed: nothing has changed at all, for good or bad.
guard_baseline() {
  local include=$1 baseline=$2
  "$here/anchor" "$include" "$CC" "$work/anchor.so" && abidiff --harmless "$baseline" "$work/anchor.so"
}

# A released version has one description for ever: who changes the baseline raises AUTOLOSS_ABI_MINOR and tells authors.
guard_version() {
  local include=$1 baseline=$2 minor
  minor=$(sed -n 's/^#define AUTOLOSS_ABI_MINOR \([0-9]*\)u$/\1/p' "$include/autoloss/base.h")
  if [ -d "$here/1.$minor" ]; then guard_baseline "$here/1.$minor/include" "$baseline" || return 1; fi
  [ "$minor" -eq 0 ] || grep "contract 1\.$minor" "$here/../../CHANGELOG.md" ||
    { echo "CHANGELOG.md does not say what is new in contract 1.$minor"; return 1; }
}

# (b) Each field and constant of a frozen version (tests/abi/freeze) is where and what it was.
guard_layout() {
  local include=$1 frozen=$2
  "$CXX" -std=c++17 -fsyntax-only -I "$include" "$frozen/layout.cpp"
}

# compile INCLUDE SOURCE OUTPUT FLAGS...; what the language forbids is an error, as it is to newer compilers.
compile() {
  local include=$1 source=$2 output=$3
  shift 3
  "$CC" -std=c99 -D_DEFAULT_SOURCE -pedantic-errors -O1 -I "$include" "$source" -o "$output" "$@"
}
compile_host() { compile "$1" "$2/host.c" "$3" -ldl; }
compile_plugin() { compile "$1" "$2" "$3" -fPIC -shared -lm; }

# trace HOST PLUGIN: what the plugin does; the last line is the exit status.
trace() {
  local status=0
  timeout 60 "$1" "$2" 2>&1 || status=$?
  echo "exit status $status"
}

# (c) A plugin that was built when the version was frozen does the same on a host of these headers, and one of these
# headers does the same on a host of then.
guard_snapshot() {
  local include=$1 frozen=$2 source name
  compile_host "$frozen/include" "$frozen" "$work/host-then" && compile_host "$include" "$frozen" "$work/host-now" ||
    return 1
  for source in "$frozen"/plugins/*.c; do
    name=$work/$(basename "$source" .c)
    compile_plugin "$frozen/include" "$source" "$name-then.so" && compile_plugin "$include" "$source" "$name-now.so" ||
      return 1
    trace "$work/host-then" "$name-then.so" >"$name.expected"
    grep -q '^exit status 0$' "$name.expected" || { cat "$name.expected"; return 1; }
    diff "$name.expected" <(trace "$work/host-now" "$name-then.so") || return 1
    diff "$name.expected" <(trace "$work/host-then" "$name-now.so") || return 1
  done
}
