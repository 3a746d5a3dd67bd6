/**
 * Makes text from a file or workflow safe to print in a terminal. Control characters, including line breaks and tabs,
 * are replaced with symbols, so that they cannot manipulate the display.
 */
export const toPlainText = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD'
  })
