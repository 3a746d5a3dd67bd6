/** The usual spelling of a character encoding: `UTF-8`, `Windows-1252`, `Big5`. */
export const encodingName = (encoding: string): string =>
  /^(windows|macintosh|big5)/i.test(encoding)
    ? encoding.charAt(0).toUpperCase() + encoding.slice(1).toLowerCase()
    : encoding.toUpperCase().replace('SHIFT_JIS', 'Shift_JIS')
