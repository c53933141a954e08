# SPDX-License-Identifier: MIT
# Doxygen reads Var<X> in a docstring as HTML and ::type as a link. This filter escapes <, >, :: and # in /// comments,
# except in `code` and code blocks, and hides the base of a variadic class that derives from itself, which Doxygen takes
# for a circle.
match($0, /struct [A-Za-z]+ : [A-Za-z]+</) {
  split(substr($0, RSTART, RLENGTH), word, " ")
  if (word[2] "<" == word[4]) sub(/ : [^{]*/, " ")
}
{
  start = index($0, "///")
  if (start == 0) { print; next }
  head = substr($0, 1, start + 2)
  text = substr($0, start + 3)
  if (substr(text, 1, 1) == "<") { head = head "<"; text = substr(text, 2) }
  if (text ~ /^     /) { print; next }
  n = split(text, part, "`")
  for (i = 1; i <= n; i += 2) {
    gsub(/</, "\\\\<", part[i])
    gsub(/>/, "\\\\>", part[i])
    gsub(/::/, "\\\\::", part[i])
    gsub(/#/, "\\\\#", part[i])
  }
  line = head part[1]
  for (i = 2; i <= n; ++i) line = line "`" part[i]
  print line
}
