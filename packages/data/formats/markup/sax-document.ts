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
  private readonly parser = new SaxesParser({ xmlns: true })
  private readonly file: string
  private depth = 0
  private sinceTag = 0

  constructor(file: string, handler: SaxHandler) {
    this.file = file
    const { parser } = this
    parser.on('opentag', ({ local, prefix, attributes }) => {
      this.sinceTag = 0
      if (++this.depth > deepest) throw this.broken(`its elements are nested deeper than ${deepest}`)
      const plain: Record<string, string> = Object.create(null)
      for (const attribute of Object.values(attributes)) {
        if (/^(?:xmlns|xsi)$/.test(attribute.prefix) || /^xmlns$|^xml:space$/.test(attribute.name)) continue
        const name = attribute.local in plain ? attribute.name : attribute.local
        plain[name] = attribute.value
      }
      handler.open({ name: local, prefix, attributes: plain })
    })
    parser.on('closetag', ({ local }) => {
      this.sinceTag = 0
      this.depth--
      handler.close(local)
    })
    parser.on('text', (text) => this.depth > 0 && handler.text(text))
    parser.on('cdata', (text) => handler.text(text))
    parser.on('error', (cause) => {
      throw this.broken(cause.message.replace(/^(?:[^:]*:)?\d+:\d+: /, ''), cause)
    })
  }

  write(text: string): void {
    this.sinceTag += text.length
    if (this.sinceTag > longest)
      throw this.broken(`one of its texts is longer than ${longest / 2 ** 20} million characters`)
    this.parser.write(text)
  }

  end(): void {
    this.parser.close()
  }

  private broken(reason: string, cause?: unknown): TablesError {
    const { line } = this.parser
    return new TablesError(
      error('load.xml', `\`${this.file}\` cannot be read as XML: ${reason} (line ${line}).`, {
        where: { file: this.file, line },
        hint: 'Correct the file at that place, or export it again from where it comes.',
      }),
      cause,
    )
  }
}
