import { pathOf, type XmlShape } from './xml-shape.ts'

/** An element that may be a record. */
export interface RecordShape {
  shape: XmlShape
  /** Path of the element: `catalog/book`. */
  path: string
  fields: Field[]
  /** Records are rows of unnamed cells. */
  isGrid: boolean
}

/** A column of the records and the source of its value. */
export interface Field {
  name: string
  /** The element with the value: in one of its attributes, or in its text if `attribute` is undefined. */
  shape: XmlShape
  attribute: string | undefined
  /** The element is repeated in a record: all its values form a list. */
  isList: boolean
  /** Selects elements by the value of an attribute that names them. */
  named: { by: string; value: string } | undefined
}

/** Maximum number of fields of a record. */
const maxFields = 4000

/**
 * Returns the elements that may be records, best first: elements repeated within a parent, by their average count, with
 * elements that have fields before single values. Without repeated elements, the document is one record.
 */
export function recordShapes(root: XmlShape): RecordShape[] {
  const found: XmlShape[] = []
  const visit = (shape: XmlShape): void => {
    if (shape.maxCount > 1) found.push(shape)
    if (!isText(shape)) for (const child of shape.children.values()) visit(child)
  }
  visit(root)
  const rank = (shape: XmlShape): number =>
    isLeaf(shape) && shape.attributes.size === 0 ? 0 : shape.count / shape.parents
  const depth = (shape: XmlShape): number => pathOf(shape).split('/').length
  found.sort((a, b) => rank(b) - rank(a) || depth(a) - depth(b))
  const [bestShape] = found
  // Single values repeated within a record are a list of that record, not records.
  const offered = found.filter((shape) => shape === bestShape || !bestShape || !isListOf(shape, bestShape))
  return (bestShape ? offered : [root]).map((shape) => {
    const fields = fieldsOf(shape)
    const [only] = fields
    const isGrid =
      fields.length === 1 && only?.isList === true && isLeaf(only.shape) && only.shape.attributes.size === 0
    return { shape, path: pathOf(shape), fields, isGrid }
  })
}

const isListOf = (shape: XmlShape, record: XmlShape): boolean =>
  isLeaf(shape) &&
  (shape.attributes.size === 0 || namingAttribute(shape) !== undefined) &&
  pathOf(shape).startsWith(`${pathOf(record)}/`)

/** True for elements whose content is a single text: without children, or with formatting tags only. */
export const isText = (shape: XmlShape): boolean => shape.isMixed || shape.children.size === 0

const isLeaf = isText

/** The columns of records: attributes and elements by path, including those of repeated ancestors. */
function fieldsOf(record: XmlShape): Field[] {
  const fields: Field[] = []
  const usedNames = new Set<string>()
  const add = (name: string, field: Omit<Field, 'name'>): void => {
    if (fields.length >= maxFields) return
    let uniqueName = name
    if (usedNames.has(uniqueName))
      uniqueName = field.attribute === undefined ? `${name}.text` : name.replace(/([^.]*)$/, '@$1')
    for (let count = 2; usedNames.has(uniqueName); count++) uniqueName = `${name}_${count}`
    usedNames.add(uniqueName)
    fields.push({ name: uniqueName, ...field })
  }
  const plain = { attribute: undefined, isList: false, named: undefined }
  const ancestors: XmlShape[] = []
  for (let at = record.parent; at; at = at.parent) if (at.count > 1) ancestors.unshift(at)
  for (const shape of ancestors)
    for (const attribute of shape.attributes) add(`${shape.label}.${attribute}`, { ...plain, shape, attribute })

  const addElement = (shape: XmlShape, path: string): void => {
    const prefix = path === '' ? '' : `${path}.`
    if (shape.hasText || (isText(shape) && shape.attributes.size === 0))
      add(path === '' ? shape.label : path, { ...plain, shape })
    for (const attribute of shape.attributes) add(`${prefix}${attribute}`, { ...plain, shape, attribute })
    if (!isText(shape)) for (const child of shape.children.values()) addChild(child, `${prefix}${child.label}`)
  }
  const addChild = (shape: XmlShape, path: string): void => {
    if (shape.maxCount === 1) {
      addElement(shape, path)
      return
    }
    const by = namingAttribute(shape)
    if (by === undefined) {
      add(path, { ...plain, shape, isList: true })
      return
    }
    for (const [value, otherAttributes] of shape.names.get(by)?.values ?? []) {
      add(value, { ...plain, shape, named: { by, value } })
      for (const attribute of otherAttributes)
        add(`${value}.${attribute}`, { shape, attribute, isList: false, named: { by, value } })
    }
  }
  addElement(record, '')
  return fields
}

/** The attribute that distinguishes repeated single values in every record: `<field name="city">Rome</field>`. */
function namingAttribute(shape: XmlShape): string | undefined {
  if (!isText(shape) || !shape.hasText) return undefined
  for (const [attribute, { isDistinct, values }] of shape.names)
    // Names recur in other records, values do not.
    if (isDistinct && values.size >= 2 && shape.count >= Math.min(2, shape.parents) * values.size * 0.5)
      return attribute
  return undefined
}
