import { maxColumns } from '@aw-flow/schema/internal'
import { getPath, type XmlShape } from './xml-shape.ts'

/** An element that may be a record. */
export interface RecordShape {
  shape: XmlShape
  /** Path of the element, such as `catalog/book`. */
  path: string
  fields: Field[]
  /** Whether the records are rows of unnamed cells. */
  isGrid: boolean
}

/** A column of the records, and the source of its values. */
export interface Field {
  name: string
  /**
   * The element that contains the value, either in its attribute `attribute` or, if that is `undefined`, in its text.
   */
  shape: XmlShape
  attribute: string | undefined
  /** Whether the element may be repeated within a record, in which case its values form a list. */
  isList: boolean
  /** Selects only elements whose naming attribute has this value, as in `<field name="city">`. */
  nameFilter: { attribute: string; value: string } | undefined
}

/** Maximum number of listed fields in a record. One more than a table can have, so that it is refused. */
const maxFields = maxColumns + 1

/**
 * Returns elements that may be records, best first. These are elements that are repeated within a parent, sorted by
 * their average count, with elements that contain a single value last. If nothing is repeated, the document is a single
 * record.
 */
export function findRecordShapes(root: XmlShape): RecordShape[] {
  const repeatedShapes: XmlShape[] = []
  const visit = (shape: XmlShape): void => {
    if (shape.maxCount > 1) repeatedShapes.push(shape)
    if (!isText(shape)) for (const child of shape.children.values()) visit(child)
  }
  visit(root)
  const getRank = (shape: XmlShape): number =>
    isText(shape) && shape.attributes.size === 0 ? 0 : shape.count / shape.parentCount
  const getDepth = (shape: XmlShape): number => getPath(shape).split('/').length
  repeatedShapes.sort((a, b) => getRank(b) - getRank(a) || getDepth(a) - getDepth(b))
  const [bestShape] = repeatedShapes
  // Single values that are repeated within a record are not records but a list inside that record.
  const recordShapes = repeatedShapes.filter(
    (shape) => shape === bestShape || !bestShape || !isListIn(shape, bestShape),
  )
  return (bestShape ? recordShapes : [root]).map((shape) => {
    const fields = collectFields(shape)
    const [firstField] = fields
    const isGrid =
      fields.length === 1 &&
      firstField?.isList === true &&
      isText(firstField.shape) &&
      firstField.shape.attributes.size === 0
    return { shape, path: getPath(shape), fields, isGrid }
  })
}

const isListIn = (shape: XmlShape, record: XmlShape): boolean =>
  isText(shape) &&
  (shape.attributes.size === 0 || findNamingAttribute(shape) !== undefined) &&
  getPath(shape).startsWith(`${getPath(record)}/`)

/** Returns whether an element's content is a single string: it has no children, or only formatting tags. */
export const isText = (shape: XmlShape): boolean => shape.isMixed || shape.children.size === 0

/** Adds `@` before the last part of an attribute name. */
function markAttribute(name: string): string {
  const start = name.lastIndexOf('.') + 1
  return `${name.slice(0, start)}@${name.slice(start)}`
}

/**
 * Returns the columns of records: attributes and elements, named after their paths. Includes the attributes of repeated
 * ancestors.
 */
function collectFields(record: XmlShape): Field[] {
  const fields: Field[] = []
  const usedNames = new Set<string>()
  const addField = (name: string, field: Omit<Field, 'name'>): void => {
    if (fields.length >= maxFields) return
    let uniqueName = name
    if (usedNames.has(uniqueName)) uniqueName = field.attribute === undefined ? `${name}.text` : markAttribute(name)
    for (let count = 2; usedNames.has(uniqueName); count++) uniqueName = `${name}_${count}`
    usedNames.add(uniqueName)
    fields.push({ name: uniqueName, ...field })
  }
  const defaults = { attribute: undefined, isList: false, nameFilter: undefined }
  const ancestors: XmlShape[] = []
  for (let ancestor = record.parent; ancestor; ancestor = ancestor.parent)
    if (ancestor.count > 1) ancestors.unshift(ancestor)
  for (const shape of ancestors)
    for (const attribute of shape.attributes) addField(`${shape.label}.${attribute}`, { ...defaults, shape, attribute })

  const addElement = (shape: XmlShape, path: string): void => {
    const prefix = path === '' ? '' : `${path}.`
    if (shape.hasText || (isText(shape) && shape.attributes.size === 0))
      addField(path === '' ? shape.label : path, { ...defaults, shape })
    for (const attribute of shape.attributes) addField(`${prefix}${attribute}`, { ...defaults, shape, attribute })
    if (!isText(shape)) for (const child of shape.children.values()) addChild(child, `${prefix}${child.label}`)
  }
  const addChild = (shape: XmlShape, path: string): void => {
    if (shape.maxCount === 1) {
      addElement(shape, path)
      return
    }
    const nameAttribute = findNamingAttribute(shape)
    if (nameAttribute === undefined) {
      addField(path, { ...defaults, shape, isList: true })
      return
    }
    for (const [value, otherAttributes] of shape.names.get(nameAttribute)?.values ?? []) {
      addField(value, { ...defaults, shape, nameFilter: { attribute: nameAttribute, value } })
      for (const attribute of otherAttributes)
        addField(`${value}.${attribute}`, {
          shape,
          attribute,
          isList: false,
          nameFilter: { attribute: nameAttribute, value },
        })
    }
  }
  addElement(record, '')
  return fields
}

/**
 * Returns the attribute that distinguishes repeated values in every record, as in `<field name="city">Rome</field>`.
 */
function findNamingAttribute(shape: XmlShape): string | undefined {
  if (!isText(shape) || !shape.hasText) return undefined
  for (const [attribute, { isDistinct, values }] of shape.names)
    // Unlike values, names recur in other records.
    if (isDistinct && values.size >= 2 && shape.count >= Math.min(2, shape.parentCount) * values.size * 0.5)
      return attribute
  return undefined
}
