/**
 * Text from a file or a workflow as it may stand in a terminal: control characters, with which it could change what is
 * seen, are shown as symbols. Line breaks and tabs become symbols too, so that a cell stays in its line.
 */
export const plainText = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD'
  })
