import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { SaxElement, SaxHandler } from './sax-document.ts'

/** Describes all elements with the same name and path. */
export interface XmlShape {
  /** Name of the element. Includes the prefix only if siblings would otherwise be ambiguous. */
  label: string
  prefix: string
  parent: XmlShape | undefined
  children: Map<string, XmlShape>
  /** Names of the children without their prefixes. */
  labels: Set<string>
  count: number
  /** Number of parents with at least one such element, and the maximum number of elements in one parent. */
  parentCount: number
  maxCount: number
  /** Number of parents with more than one such element. */
  repeatingParentCount: number
  attributes: Set<string>
  /** Whether any of the elements contain text (`hasText`), or a mix of text and elements (`isMixed`). */
  hasText: boolean
  isMixed: boolean
  /**
   * Attributes that may name the elements, as in `<field name="city">`, because their values are distinct within every
   * parent.
   */
  names: Map<string, NamingAttribute>
}

interface NamingAttribute {
  /** The names, each with the other attributes of its elements. */
  values: Map<string, Set<string>>
  isDistinct: boolean
}

/** Maximum number of shapes. A document with more shapes has no tabular records. */
const maxShapes = 20_000
/** Maximum number of names. An attribute with more distinct values does not contain names. */
const maxNames = 1000

/** Attributes that may name a field. */
export const namingAttributes: readonly string[] = ['name', 'key', 'id', 'field', 'column', 'code']

interface OpenElement {
  shape: XmlShape
  /** Number of children, keyed by shape, and the names used so far. */
  counts: Map<XmlShape, number>
  usedNames: Set<string> | undefined
  hasText: boolean
  hasElements: boolean
}

/** Collects the shapes of a document in a first pass: elements with their paths, counts and content. */
export class XmlShapes implements SaxHandler {
  root: XmlShape | undefined
  private readonly file: string
  private readonly openElements: OpenElement[] = []
  private shapeCount = 0

  constructor(file: string) {
    this.file = file
  }

  open({ name, prefix, attributes }: SaxElement): void {
    const parent = this.openElements.at(-1)
    const shape = this.getShape(parent?.shape, name, prefix)
    shape.count++
    if (parent) {
      parent.hasElements = true
      const count = (parent.counts.get(shape) ?? 0) + 1
      parent.counts.set(shape, count)
      if (count === 1) shape.parentCount++
      if (count === 2) shape.repeatingParentCount++
      if (count > shape.maxCount) shape.maxCount = count
    }
    for (const attribute of Object.keys(attributes)) shape.attributes.add(attribute)
    for (const attribute of namingAttributes) this.recordName(shape, attribute, attributes, parent)
    this.openElements.push({ shape, counts: new Map(), usedNames: undefined, hasText: false, hasElements: false })
  }

  close(): void {
    const element = this.openElements.pop()
    if (!element) return
    if (element.hasText) element.shape.hasText = true
    if (element.hasText && element.hasElements) element.shape.isMixed = true
  }

  addText(text: string): void {
    const element = this.openElements.at(-1)
    if (element && !element.hasText && /\S/.test(text)) element.hasText = true
  }

  private recordName(
    shape: XmlShape,
    attribute: string,
    attributes: SaxElement['attributes'],
    parent: OpenElement | undefined,
  ): void {
    const value = attributes[attribute]
    const existing = shape.names.get(attribute)
    if (existing && !existing.isDistinct) return
    const candidateNames = existing ?? { values: new Map<string, Set<string>>(), isDistinct: shape.count === 1 }
    shape.names.set(attribute, candidateNames)
    const usedNames = parent && (parent.usedNames ??= new Set<string>())
    const nameKey = `${shape.prefix}:${shape.label} ${attribute} ${value}`
    if (value === undefined || value.trim() === '' || usedNames?.has(nameKey) === true)
      candidateNames.isDistinct = false
    else {
      usedNames?.add(nameKey)
      const otherAttributes = candidateNames.values.get(value) ?? new Set<string>()
      for (const other of Object.keys(attributes)) if (other !== attribute) otherAttributes.add(other)
      candidateNames.values.set(value, otherAttributes)
      if (candidateNames.values.size > maxNames) candidateNames.isDistinct = false
    }
    if (!candidateNames.isDistinct) candidateNames.values.clear()
  }

  private getShape(parent: XmlShape | undefined, name: string, prefix: string): XmlShape {
    const key = `${prefix}:${name}`
    const existing = parent ? parent.children.get(key) : this.root
    if (existing) return existing
    if (++this.shapeCount > maxShapes) throw createTooManyShapesError(this.file)
    const isNameTaken = parent?.labels.has(name) === true
    parent?.labels.add(name)
    const shape: XmlShape = {
      label: isNameTaken ? key : name,
      prefix,
      parent,
      children: new Map(),
      labels: new Set(),
      count: 0,
      parentCount: 0,
      maxCount: 0,
      repeatingParentCount: 0,
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

/** Returns the path of a shape, which consists of the labels from the root to the shape. */
export function getPath(shape: XmlShape): string {
  const labels: string[] = []
  for (let current: XmlShape | undefined = shape; current; current = current.parent) labels.unshift(current.label)
  return labels.join('/')
}

const createTooManyShapesError = (file: string): TablesError =>
  new TablesError(error('load.too-many-xml-elements', { file, max: maxShapes }, { where: { file } }))
