# Writes OUT, a C source with the octets of FILE as the array SYMBOL, and SYMBOL_size.
file(READ ${FILE} octets HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," octets "${octets}")
file(WRITE ${OUT} "#include <stddef.h>
extern const unsigned char ${SYMBOL}[];
extern const size_t ${SYMBOL}_size;
const unsigned char ${SYMBOL}[] = { ${octets} };
const size_t ${SYMBOL}_size = sizeof ${SYMBOL};
")
