import { message, type Text } from '@aw-flow/messages'
import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { SaxesParser } from 'saxes'

/** An element's name without prefix, the prefix, and its attributes by names without prefix. */
export interface SaxElement {
  name: string
  prefix: string
  attributes: Readonly<Record<string, string>>
}

export interface SaxHandler {
  open(element: SaxElement): void
  close(name: string): void
  /** A text, or part of one. */
  text(text: string): void
}

/** Elements may be nested so deep. */
const deepest = 200
/** A text or a tag may be so long. In characters. */
const longest = 64 << 20

/**
 * Reads XML that comes in pieces of text, strictly: what is not well formed is a `TablesError` with its line. A document
 * type may stand in it and is passed over: nothing is fetched, and no entity is known but XML's own five.
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
      if (++this.depth > deepest) throw this.broken(`its elements are nested deeper than ${deepest}`)
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
      throw this.broken(cause.message.replace(/^(?:[^:]*:)?\d+:\d+: /, ''), cause)
    })
  }

  write(text: string): void {
    this.sinceTag += text.length
    if (this.sinceTag > longest) throw this.broken(message('file.fault.long-text', { max: longest }))
    this.parser.write(text)
  }

  end(): void {
    this.parser.close()
  }

  private broken(reason: Text, cause?: unknown): TablesError {
    const { line } = this.parser
    const { file } = this
    return new TablesError(error('load.xml', { file, reason, line }, { where: { file, line } }), cause)
  }
}

/** Attributes without prefix, where two of an element are not the same then; without those that speak of the XML itself. */
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
