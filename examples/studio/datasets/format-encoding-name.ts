/** Returns the conventional spelling of a character encoding, such as `UTF-8`, `Windows-1252` or `Big5`. */
export const formatEncodingName = (encoding: string): string =>
  /^(windows|macintosh|big5)/i.test(encoding)
    ? encoding.charAt(0).toUpperCase() + encoding.slice(1).toLowerCase()
    : encoding.toUpperCase().replace('SHIFT_JIS', 'Shift_JIS')
