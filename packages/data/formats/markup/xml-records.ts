import type { SaxElement, SaxHandler } from './sax-document.ts'
import { isText, type Field, type RecordShape } from './xml-fields.ts'
import type { XmlShape } from './xml-shape.ts'

/** Receives the records of a document in order. */
export interface RecordSink {
  /** Writes a record. Receives its values, in the order of its fields. `undefined` marks a missing value. */
  writeRecord(values: readonly (string | readonly unknown[] | undefined)[]): void
}

interface OpenElement {
  shape: XmlShape
  attributes: SaxElement['attributes']
  text: string
  /** The value being built for this element, if it is inside a list. */
  nestedValue: Map<string, unknown> | undefined
  fields: readonly FieldIndex[]
}

interface FieldIndex {
  field: Field
  index: number
}

/** Reads the records of a document in a second pass, based on its shapes. */
export class XmlRecords implements SaxHandler {
  private readonly root: XmlShape
  private readonly sink: RecordSink
  private readonly record: XmlShape
  private readonly fieldIndexes = new Map<XmlShape, FieldIndex[]>()
  private readonly openElements: OpenElement[] = []
  private values: (string | unknown[] | undefined)[]
  /** Values that come from ancestors of the records. */
  private readonly inheritedValues: (string | undefined)[]
  private readonly width: number
  private readonly isUsuallySingle: readonly boolean[]

  constructor(root: XmlShape, { shape, fields }: RecordShape, sink: RecordSink) {
    this.root = root
    this.sink = sink
    this.record = shape
    this.width = fields.length
    this.isUsuallySingle = fields.map(
      ({ shape: fieldShape }) => fieldShape.repeatingParentCount < maxListFraction * fieldShape.parentCount,
    )
    fields.forEach((field, index) => {
      const fieldIndexes = this.fieldIndexes.get(field.shape) ?? []
      fieldIndexes.push({ field, index })
      this.fieldIndexes.set(field.shape, fieldIndexes)
    })
    this.values = []
    this.inheritedValues = []
  }

  open({ name, prefix, attributes }: SaxElement): void {
    const parent = this.openElements.at(-1)
    const shape = parent ? parent.shape.children.get(`${prefix}:${name}`) : this.root
    if (!shape) throw new Error(`The element ${name} was not found in the first pass.`)
    if (shape === this.record) this.values = [...this.inheritedValues]
    const fields = this.fieldIndexes.get(shape) ?? emptyFieldIndexes
    const isInList = parent?.nestedValue !== undefined || fields.some(({ field }) => field.isList)
    const nested = isInList ? new Map<string, unknown>(Object.entries(attributes)) : undefined
    this.openElements.push({ shape, attributes, text: '', nestedValue: nested, fields })
    for (const { field, index } of fields) {
      if (
        field.attribute === undefined ||
        (field.nameFilter && attributes[field.nameFilter.attribute] !== field.nameFilter.value)
      )
        continue
      const value = attributes[field.attribute]
      this.values[index] = value
      if (isAncestor(shape, this.record)) this.inheritedValues[index] = value
    }
  }

  addText(text: string): void {
    const element = this.openElements.at(-1)
    if (element?.shape.hasText) element.text += text
  }

  private unwrapSingleValue(index: number, value: string | unknown[] | undefined): string | unknown[] | undefined {
    if (!Array.isArray(value) || value.length !== 1 || typeof value[0] !== 'string') return value
    return this.isUsuallySingle[index] ? value[0] : value
  }

  close(): void {
    const element = this.openElements.pop()
    if (!element) return
    const { shape, attributes, fields, nestedValue: nested } = element
    const parent = this.openElements.at(-1)
    // Formatting tags are removed, but their text is retained.
    if (parent && parent.shape.isMixed) parent.text += element.text
    const text = element.text.trim()
    for (const { field, index } of fields) {
      if (field.attribute !== undefined) continue
      if (field.isList) {
        const value = toNestedValue(shape, text, nested)
        if (value === null) continue
        const list = this.values[index] ?? (this.values[index] = [])
        if (Array.isArray(list)) list.push(value)
      } else if (!field.nameFilter || attributes[field.nameFilter.attribute] === field.nameFilter.value) {
        if (text !== '') this.values[index] = text
      }
    }
    if (nested && parent?.nestedValue && !fields.some(({ field }) => field.isList))
      addNestedValue(parent.nestedValue, shape, toNestedValue(shape, text, nested))
    if (shape === this.record) {
      const { values } = this
      this.sink.writeRecord(
        Array.from({ length: this.width }, (_, index) => this.unwrapSingleValue(index, values[index])),
      )
      this.values = []
    }
    if (isAncestor(shape, this.record)) for (const { index } of fields) this.inheritedValues[index] = undefined
  }
}

const emptyFieldIndexes: readonly FieldIndex[] = []

/** If less than this fraction of parents have several values, a single value is not wrapped in a list. */
const maxListFraction = 0.05

function isAncestor(shape: XmlShape, record: XmlShape): boolean {
  for (let ancestor = record.parent; ancestor; ancestor = ancestor.parent) if (ancestor === shape) return true
  return false
}

/** Returns a list item as a JSON value: its text, or an object of its attributes and elements. */
function toNestedValue(shape: XmlShape, text: string, nested: Map<string, unknown> | undefined): unknown {
  if (isText(shape) && shape.attributes.size === 0) return text === '' ? null : text
  if (isText(shape) && text !== '') nested?.set(nested.has('text') ? '#text' : 'text', text)
  return nested ?? null
}

function addNestedValue(target: Map<string, unknown>, { label, maxCount }: XmlShape, value: unknown): void {
  if (maxCount === 1) target.set(target.has(label) ? `${label}.text` : label, value)
  else {
    const list = target.get(label)
    if (Array.isArray(list)) list.push(value)
    else target.set(label, [value])
  }
}

/** Serializes nested values as JSON, with keys in document order. */
export function serializeNestedValue(value: unknown): string {
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}:${serializeNestedValue(inner)}`).join(',')}}`
  if (Array.isArray(value)) return `[${value.map(serializeNestedValue).join(',')}]`
  return JSON.stringify(value ?? null)
}
