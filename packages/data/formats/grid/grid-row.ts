const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const [comma, quote, lineFeed, carriageReturn] = [0x2c, 0x22, 0x0a, 0x0d]

/**
 * Writes a cell as CSV at `start`, where `bytes` must have space for three times the text's length plus two. The cell
 * is quoted if it contains a comma, quote, line break or U+FEFF. Line breaks inside the cell become LF. Returns the
 * offset after the cell.
 */
export function writeCell(bytes: Uint8Array, start: number, text: string): number {
  const normalizedText = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  if (!/[",\n\uFEFF]/.test(normalizedText)) return start + writeText(bytes, start, normalizedText)
  const quotedText = `"${normalizedText.replaceAll('"', '""')}"`
  // Doubled quotes fit, because three bytes are reserved for each character.
  return start + writeText(bytes, start, quotedText)
}

function writeText(bytes: Uint8Array, start: number, text: string): number {
  if (text.length > 24) return encoder.encodeInto(text, bytes.subarray(start)).written
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) return encoder.encodeInto(text, bytes.subarray(start)).written
    bytes[start + index] = code
  }
  return text.length
}

/** Parses one row of CSV written by `writeCell`. */
export function parseRow(row: Uint8Array): string[] {
  const cells: string[] = []
  for (let position = 0; position <= row.length; position++) {
    let end = position
    if (row[position] === quote) {
      end = position + 1
      while (end < row.length && (row[end] !== quote || row[end + 1] === quote)) end += row[end] === quote ? 2 : 1
      cells.push(decoder.decode(row.subarray(position + 1, end)).replaceAll('""', '"'))
      end++
    } else {
      while (end < row.length && row[end] !== comma) end++
      cells.push(decoder.decode(row.subarray(position, end)))
    }
    position = end
  }
  return cells
}

/** Returns whether a byte requires the cell to be quoted. */
export const requiresQuotes = (byte: number): boolean =>
  byte === quote || byte === comma || byte === lineFeed || byte === carriageReturn
