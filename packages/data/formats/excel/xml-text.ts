const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const namedEntities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Decodes XML text and resolves its entities. Unknown entities are left unchanged. */
export function decodeXmlText(bytes: Uint8Array, start: number, end: number, isRaw = false): string {
  const text = decoder.decode(bytes.subarray(start, end))
  return isRaw || !text.includes('&') ? text : resolveEntities(text)
}

const resolveEntities = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (entity, hex, decimal, name) => {
    if (name !== undefined) return namedEntities[(name as string).toLowerCase()] ?? entity
    const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16)
    return codePoint > 0x10ffff ? entity : String.fromCodePoint(codePoint)
  })

/**
 * Resolves the escapes that workbooks use for characters not allowed in XML, such as `_x000D_`, and `_x005F_` for an
 * underscore.
 */
export const unescapeExcel = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
