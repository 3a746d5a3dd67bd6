import type { SaxElement, SaxHandler } from './sax-document.ts'
import { isText, type Field, type RecordShape } from './xml-fields.ts'
import type { XmlShape } from './xml-shape.ts'

/** Receives the records of a document, in order. */
export interface RecordSink {
  /** Values by field; no value where it is missing. */
  record(values: readonly (string | readonly unknown[] | undefined)[]): void
}

interface OpenElement {
  shape: XmlShape
  attributes: SaxElement['attributes']
  text: string
  /** Inside of a list: what becomes of the element. */
  nested: Map<string, unknown> | undefined
  fields: readonly Place[]
}

interface Place {
  field: Field
  index: number
}

/** Reads a document a second time, its shapes being known, and gives its records. */
export class XmlRecords implements SaxHandler {
  private readonly root: XmlShape
  private readonly sink: RecordSink
  private readonly record: XmlShape
  private readonly places = new Map<XmlShape, Place[]>()
  private readonly open_: OpenElement[] = []
  private values: (string | unknown[] | undefined)[]
  /** What the elements above the records hold. */
  private readonly fromAbove: (string | undefined)[]
  private readonly width: number
  private readonly isRarelyList: readonly boolean[]

  constructor(root: XmlShape, { shape, fields }: RecordShape, sink: RecordSink) {
    this.root = root
    this.sink = sink
    this.record = shape
    this.width = fields.length
    this.isRarelyList = fields.map(({ shape: of }) => of.several < rarely * of.parents)
    fields.forEach((field, index) => {
      const places = this.places.get(field.shape) ?? []
      places.push({ field, index })
      this.places.set(field.shape, places)
    })
    this.values = []
    this.fromAbove = []
  }

  open({ name, prefix, attributes }: SaxElement): void {
    const above = this.open_.at(-1)
    const shape = above ? above.shape.children.get(`${prefix}:${name}`) : this.root
    if (!shape) throw new Error(`An element ${name} was not seen before.`)
    if (shape === this.record) this.values = [...this.fromAbove]
    const fields = this.places.get(shape) ?? none
    const isInList = above?.nested !== undefined || fields.some(({ field }) => field.isList)
    const nested = isInList ? new Map<string, unknown>(Object.entries(attributes)) : undefined
    this.open_.push({ shape, attributes, text: '', nested, fields })
    for (const { field, index } of fields) {
      if (field.attribute === undefined || (field.named && attributes[field.named.by] !== field.named.value)) continue
      const value = attributes[field.attribute]
      this.values[index] = value
      if (isAbove(shape, this.record)) this.fromAbove[index] = value
    }
  }

  text(text: string): void {
    const element = this.open_.at(-1)
    if (element?.shape.hasText) element.text += text
  }

  private settled(index: number, value: string | unknown[] | undefined): string | unknown[] | undefined {
    if (!Array.isArray(value) || value.length !== 1 || typeof value[0] !== 'string') return value
    return this.isRarelyList[index] ? value[0] : value
  }

  close(): void {
    const element = this.open_.pop()
    if (!element) return
    const { shape, attributes, fields, nested } = element
    const above = this.open_.at(-1)
    // Tags inside of a text are not part of it, what they hold is.
    if (above && above.shape.isMixed) above.text += element.text
    const text = element.text.trim()
    for (const { field, index } of fields) {
      if (field.attribute !== undefined) continue
      if (field.isList) {
        const value = nestedValue(shape, text, nested)
        if (value === null) continue
        const list = this.values[index] ?? (this.values[index] = [])
        if (Array.isArray(list)) list.push(value)
      } else if (!field.named || attributes[field.named.by] === field.named.value) {
        if (text !== '') this.values[index] = text
      }
    }
    if (nested && above?.nested && !fields.some(({ field }) => field.isList))
      addNested(above.nested, shape, nestedValue(shape, text, nested))
    if (shape === this.record) {
      const { values } = this
      this.sink.record(Array.from({ length: this.width }, (_, index) => this.settled(index, values[index])))
      this.values = []
    }
    if (isAbove(shape, this.record)) for (const { index } of fields) this.fromAbove[index] = undefined
  }
}

const none: readonly Place[] = []

/** Where hardly any record has several, what is alone stands for itself. */
const rarely = 0.05

function isAbove(shape: XmlShape, record: XmlShape): boolean {
  for (let at = record.parent; at; at = at.parent) if (at === shape) return true
  return false
}

/** An element in a list as JSON: its text, or an object of its attributes and elements. */
function nestedValue(shape: XmlShape, text: string, nested: Map<string, unknown> | undefined): unknown {
  if (isText(shape) && shape.attributes.size === 0) return text === '' ? null : text
  if (isText(shape) && text !== '') nested?.set(nested.has('text') ? '#text' : 'text', text)
  return nested ?? null
}

function addNested(into: Map<string, unknown>, { label, most }: XmlShape, value: unknown): void {
  if (most === 1) into.set(into.has(label) ? `${label}.text` : label, value)
  else {
    const list = into.get(label)
    if (Array.isArray(list)) list.push(value)
    else into.set(label, [value])
  }
}

/** Values of nested elements as JSON text; keys in the order in which they stand. */
export function nestedJson(value: unknown): string {
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}:${nestedJson(inner)}`).join(',')}}`
  if (Array.isArray(value)) return `[${value.map(nestedJson).join(',')}]`
  return JSON.stringify(value ?? null)
}
