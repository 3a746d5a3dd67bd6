import { message, type Text } from '@aw-flow/messages'
import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { SaxesParser } from 'saxes'

/** An element. `name` and the attribute names do not include prefixes. */
export interface SaxElement {
  name: string
  prefix: string
  attributes: Readonly<Record<string, string>>
}

export interface SaxHandler {
  open(element: SaxElement): void
  close(name: string): void
  /** Called with text, which may arrive in several parts. */
  addText(text: string): void
}

/** Maximum nesting depth of elements. */
const maxDepth = 200
/** Maximum length of a text node, tag or comment, in characters. */
const maxTextLength = 64 << 20

/**
 * Parses XML text in chunks. The parser is strict: invalid XML causes a `TablesError` that includes the line. A
 * document type declaration is skipped, so nothing is fetched and only the five predefined entities are resolved.
 */
export class SaxDocument {
  private readonly parser = new SaxesParser()
  private readonly fileName: string
  private depth = 0
  private lengthSinceTag = 0

  constructor(file: string, handler: SaxHandler) {
    this.fileName = file
    const { parser } = this
    parser.on('opentag', ({ name, attributes }) => {
      this.lengthSinceTag = 0
      if (++this.depth > maxDepth) throw this.createDamagedError(message('file.error.deep-elements', { max: maxDepth }))
      const colon = name.indexOf(':')
      const prefix = colon < 0 ? '' : name.slice(0, colon)
      handler.open({ name: name.slice(colon + 1), prefix, attributes: toLocalNames(attributes) })
    })
    parser.on('closetag', ({ name }) => {
      this.lengthSinceTag = 0
      this.depth--
      handler.close(name.slice(name.indexOf(':') + 1))
    })
    parser.on('text', (text) => this.depth > 0 && handler.addText(text))
    // The parser discards comments, so a comment does not count toward the length of the surrounding text.
    parser.on('comment', (comment) => (this.lengthSinceTag = Math.max(0, this.lengthSinceTag - comment.length)))
    parser.on('cdata', (text) => handler.addText(text))
    parser.on('error', (cause) => {
      throw this.createDamagedError(cause.message.replace(/^(?:[^:]*:)?\d+:\d+: /, ''), cause)
    })
  }

  write(text: string): void {
    this.lengthSinceTag += text.length
    if (this.lengthSinceTag > maxTextLength)
      throw this.createDamagedError(message('file.error.long-text', { max: maxTextLength }))
    this.parser.write(text)
  }

  end(): void {
    this.parser.close()
  }

  private createDamagedError(reason: Text, cause?: unknown): TablesError {
    const { line } = this.parser
    const { fileName: file } = this
    return new TablesError(error('load.xml', { file, reason, line }, { where: { file, line } }), cause)
  }
}

/**
 * Removes prefixes from attribute names unless they would become ambiguous. Omits namespace declarations, `xsi`
 * attributes and `xml:space`.
 */
function toLocalNames(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const attributesByLocalName: Record<string, string> = Object.create(null)
  for (const name in attributes) {
    const colon = name.indexOf(':')
    const value = attributes[name] as string
    if (colon < 0) {
      if (name !== 'xmlns') attributesByLocalName[name] = value
      continue
    }
    const prefix = name.slice(0, colon)
    if (prefix === 'xmlns' || prefix === 'xsi' || name === 'xml:space') continue
    const shortName = name.slice(colon + 1)
    attributesByLocalName[shortName in attributesByLocalName || shortName in attributes ? name : shortName] = value
  }
  return attributesByLocalName
}
