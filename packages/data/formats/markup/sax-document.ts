import { message, type Text } from '@aw-flow/messages'
import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { SaxesParser } from 'saxes'

/** An element: name without prefix, prefix, and attributes by names without prefix. */
export interface SaxElement {
  name: string
  prefix: string
  attributes: Readonly<Record<string, string>>
}

export interface SaxHandler {
  open(element: SaxElement): void
  close(name: string): void
  /** Called for a text or a part of one. */
  text(text: string): void
}

/** Maximum nesting of elements. */
const maxDepth = 200
/** Maximum length of a text or a tag, in characters. */
const maxTextLength = 64 << 20

/**
 * Parses XML in chunks of text, strictly: invalid XML is a `TablesError` with its line. A document type is skipped:
 * nothing is fetched, and only the five predefined entities are resolved.
 */
export class SaxDocument {
  private readonly parser = new SaxesParser()
  private readonly file: string
  private depth = 0
  private sinceTag = 0

  constructor(file: string, handler: SaxHandler) {
    this.file = file
    const { parser } = this
    parser.on('opentag', ({ name, attributes }) => {
      this.sinceTag = 0
      if (++this.depth > maxDepth) throw this.damaged(message('file.fault.deep-elements', { max: maxDepth }))
      const colon = name.indexOf(':')
      const prefix = colon < 0 ? '' : name.slice(0, colon)
      handler.open({ name: name.slice(colon + 1), prefix, attributes: localNames(attributes) })
    })
    parser.on('closetag', ({ name }) => {
      this.sinceTag = 0
      this.depth--
      handler.close(name.slice(name.indexOf(':') + 1))
    })
    parser.on('text', (text) => this.depth > 0 && handler.text(text))
    parser.on('cdata', (text) => handler.text(text))
    parser.on('error', (cause) => {
      throw this.damaged(cause.message.replace(/^(?:[^:]*:)?\d+:\d+: /, ''), cause)
    })
  }

  write(text: string): void {
    this.sinceTag += text.length
    if (this.sinceTag > maxTextLength) throw this.damaged(message('file.fault.long-text', { max: maxTextLength }))
    this.parser.write(text)
  }

  end(): void {
    this.parser.close()
  }

  private damaged(reason: Text, cause?: unknown): TablesError {
    const { line } = this.parser
    const { file } = this
    return new TablesError(error('load.xml', { file, reason, line }, { where: { file, line } }), cause)
  }
}

/** Attributes without prefix unless that would be ambiguous, and without namespace declarations and `xml:space`. */
function localNames(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const local: Record<string, string> = Object.create(null)
  for (const name in attributes) {
    const colon = name.indexOf(':')
    const value = attributes[name] as string
    if (colon < 0) {
      if (name !== 'xmlns') local[name] = value
      continue
    }
    const prefix = name.slice(0, colon)
    if (prefix === 'xmlns' || prefix === 'xsi' || name === 'xml:space') continue
    const plain = name.slice(colon + 1)
    local[plain in local || plain in attributes ? name : plain] = value
  }
  return local
}
