import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { SaxElement, SaxHandler } from './sax-document.ts'

/** All elements of one name at one place of a document, seen together. */
export interface XmlShape {
  /** The name without prefix; with it where two at this place would be the same. */
  label: string
  prefix: string
  parent: XmlShape | undefined
  children: Map<string, XmlShape>
  /** The names without prefix that its children have. */
  labels: Set<string>
  count: number
  /** How many elements above have one or more of these, and the most that one has. */
  parents: number
  most: number
  /** How many elements above have several of these. */
  several: number
  attributes: Set<string>
  /** Some have text of their own, and some have text between elements. */
  hasText: boolean
  isMixed: boolean
  /** Values of the attribute that may name them (`<field name="city">`): distinct in every element above. */
  names: Map<string, NamingAttribute>
}

interface NamingAttribute {
  /** The names, each with the other attributes that elements of this name have. */
  values: Map<string, Set<string>>
  isDistinct: boolean
}

/** A document with more places has no records that could be a table. */
const mostShapes = 20_000
/** More names than these are values. */
const mostNames = 1000

/** Attributes that name a field. */
export const namingAttributes: readonly string[] = ['name', 'key', 'id', 'field', 'column', 'code']

interface OpenElement {
  shape: XmlShape
  /** How many of each shape are in this element, and the names they have taken. */
  counts: Map<XmlShape, number>
  taken: Set<string> | undefined
  hasText: boolean
  hasElements: boolean
}

/** Looks through a document: which elements there are, where, how often, and with what in them. */
export class XmlShapes implements SaxHandler {
  root: XmlShape | undefined
  private readonly file: string
  private readonly open_: OpenElement[] = []
  private shapes = 0

  constructor(file: string) {
    this.file = file
  }

  open({ name, prefix, attributes }: SaxElement): void {
    const above = this.open_.at(-1)
    const shape = this.shapeOf(above?.shape, name, prefix)
    shape.count++
    if (above) {
      above.hasElements = true
      const count = (above.counts.get(shape) ?? 0) + 1
      above.counts.set(shape, count)
      if (count === 1) shape.parents++
      if (count === 2) shape.several++
      if (count > shape.most) shape.most = count
    }
    for (const attribute of Object.keys(attributes)) shape.attributes.add(attribute)
    for (const attribute of namingAttributes) this.noteName(shape, attribute, attributes, above)
    this.open_.push({ shape, counts: new Map(), taken: undefined, hasText: false, hasElements: false })
  }

  close(): void {
    const element = this.open_.pop()
    if (!element) return
    if (element.hasText) element.shape.hasText = true
    if (element.hasText && element.hasElements) element.shape.isMixed = true
  }

  text(text: string): void {
    const element = this.open_.at(-1)
    if (element && !element.hasText && /\S/.test(text)) element.hasText = true
  }

  private noteName(
    shape: XmlShape,
    attribute: string,
    attributes: SaxElement['attributes'],
    above: OpenElement | undefined,
  ): void {
    const value = attributes[attribute]
    const known = shape.names.get(attribute)
    if (known && !known.isDistinct) return
    const naming = known ?? { values: new Map<string, Set<string>>(), isDistinct: shape.count === 1 }
    shape.names.set(attribute, naming)
    const taken = above && (above.taken ??= new Set<string>())
    const mark = `${shape.prefix}:${shape.label} ${attribute} ${value}`
    if (value === undefined || value.trim() === '' || taken?.has(mark) === true) naming.isDistinct = false
    else {
      taken?.add(mark)
      const others = naming.values.get(value) ?? new Set<string>()
      for (const other of Object.keys(attributes)) if (other !== attribute) others.add(other)
      naming.values.set(value, others)
      if (naming.values.size > mostNames) naming.isDistinct = false
    }
    if (!naming.isDistinct) naming.values.clear()
  }

  private shapeOf(parent: XmlShape | undefined, name: string, prefix: string): XmlShape {
    const key = `${prefix}:${name}`
    const known = parent ? parent.children.get(key) : this.root
    if (known) return known
    if (++this.shapes > mostShapes) throw tooMany(this.file)
    const isTaken = parent?.labels.has(name) === true
    parent?.labels.add(name)
    const shape: XmlShape = {
      label: isTaken ? key : name,
      prefix,
      parent,
      children: new Map(),
      labels: new Set(),
      count: 0,
      parents: 0,
      most: 0,
      several: 0,
      attributes: new Set(),
      hasText: false,
      isMixed: false,
      names: new Map(),
    }
    if (parent) parent.children.set(key, shape)
    else this.root = shape
    return shape
  }
}

/** The names from the root down to a shape. */
export function pathOf(shape: XmlShape): string {
  const labels: string[] = []
  for (let at: XmlShape | undefined = shape; at; at = at.parent) labels.unshift(at.label)
  return labels.join('/')
}

const tooMany = (file: string): TablesError =>
  new TablesError(error('load.xml-shapes', { file, max: mostShapes }, { where: { file } }))
