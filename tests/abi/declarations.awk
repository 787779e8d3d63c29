# Reads the SDK's C headers without comments (cc -fpreprocessed -dD -E -P) and prints a line for each thing that they
# promise:
#   struct TYPE
#   field TYPE NAME FIELD-TYPE
#   constant NAME
/^#define AUTOLOSS_[A-Z0-9_]+ ./ {
  if ($2 !~ /_(NOEXCEPT|EXTERN_C|EXPORT|ABI_MINOR)$/) print "constant", $2
  next
}
/^#/ { next }
/^typedef struct autoloss_[a-z0-9_]+ \{/ { type = $3; print "struct", type; text = ""; next }
type != "" && /^\}/ { type = ""; next }
type != "" {
  text = text " " $0
  if (text !~ /;[ \t]*$/) next
  gsub(/[ \t]+/, " ", text)
  sub(/^ /, "", text)
  sub(/ ?;$/, "", text)
  if (text ~ /\(\*[a-z_]+\)/) {            # RESULT (*name)(ARGUMENTS) AUTOLOSS_NOEXCEPT
    sub(/ ?AUTOLOSS_NOEXCEPT$/, " noexcept", text)
    match(text, /\(\*[a-z_]+\)/)
    name = substr(text, RSTART + 2, RLENGTH - 3)
    text = substr(text, 1, RSTART - 1) "(*)" substr(text, RSTART + RLENGTH)
  } else {                                 # TYPE name or TYPE name[SIZE]
    size = match(text, /\[.*\]$/) ? substr(text, RSTART) : ""
    if (size != "") text = substr(text, 1, RSTART - 1)
    match(text, /[a-z0-9_]+$/)
    name = substr(text, RSTART)
    text = substr(text, 1, RSTART - 1) size
    sub(/ $/, "", text)
  }
  print "field", type, name, text
  text = ""
}
