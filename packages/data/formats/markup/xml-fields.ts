import { pathOf, type XmlShape } from './xml-shape.ts'

/** An element that may be a record, best first. */
export interface RecordShape {
  shape: XmlShape
  /** Where it is: `catalog/book`. */
  path: string
  fields: Field[]
  /** Records are rows of cells, which have no names. */
  isGrid: boolean
}

/** A column of the records, and how its value is found. */
export interface Field {
  name: string
  /** The element that holds it; `attribute`: in which of its attributes, otherwise as its text. */
  shape: XmlShape
  attribute: string | undefined
  /** Elements that are repeated in a record: all of them, as a list. */
  isList: boolean
  /** Of elements that are named by an attribute: the one of this name. */
  named: { by: string; value: string } | undefined
}

/** Records as wide are not looked for fields any deeper. */
const mostFields = 4000

/**
 * The elements that may be records: those of which an element above holds several, more on average before fewer, and
 * ones with fields of their own before single values. Where nothing is repeated, the whole document is one record.
 */
export function recordShapes(root: XmlShape): RecordShape[] {
  const found: XmlShape[] = []
  const visit = (shape: XmlShape): void => {
    if (shape.most > 1) found.push(shape)
    if (!isText(shape)) for (const child of shape.children.values()) visit(child)
  }
  visit(root)
  const rank = (shape: XmlShape): number =>
    isLeaf(shape) && shape.attributes.size === 0 ? 0 : shape.count / shape.parents
  const depth = (shape: XmlShape): number => pathOf(shape).split('/').length
  found.sort((one, other) => rank(other) - rank(one) || depth(one) - depth(other))
  const [best] = found
  // Single values that are repeated in a record are a list in it, and no records beside it.
  const offered = found.filter((shape) => shape === best || !best || !isListOf(shape, best))
  return (best ? offered : [root]).map((shape) => {
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

/** True for elements whose content is one text: nothing in them, or tags only that format it. */
export const isText = (shape: XmlShape): boolean => shape.isMixed || shape.children.size === 0

const isLeaf = isText

/** The columns of records: attributes and elements by their path, those of repeated elements above included. */
function fieldsOf(record: XmlShape): Field[] {
  const fields: Field[] = []
  const taken = new Set<string>()
  const add = (name: string, field: Omit<Field, 'name'>): void => {
    if (fields.length >= mostFields) return
    let free = name
    if (taken.has(free)) free = field.attribute === undefined ? `${name}.text` : name.replace(/([^.]*)$/, '@$1')
    for (let count = 2; taken.has(free); count++) free = `${name}_${count}`
    taken.add(free)
    fields.push({ name: free, ...field })
  }
  const plain = { attribute: undefined, isList: false, named: undefined }
  const above: XmlShape[] = []
  for (let at = record.parent; at; at = at.parent) if (at.count > 1) above.unshift(at)
  for (const shape of above)
    for (const attribute of shape.attributes) add(`${shape.label}.${attribute}`, { ...plain, shape, attribute })

  const addElement = (shape: XmlShape, path: string): void => {
    const prefix = path === '' ? '' : `${path}.`
    if (shape.hasText || (isText(shape) && shape.attributes.size === 0))
      add(path === '' ? shape.label : path, { ...plain, shape })
    for (const attribute of shape.attributes) add(`${prefix}${attribute}`, { ...plain, shape, attribute })
    if (!isText(shape)) for (const child of shape.children.values()) addChild(child, `${prefix}${child.label}`)
  }
  const addChild = (shape: XmlShape, path: string): void => {
    if (shape.most === 1) {
      addElement(shape, path)
      return
    }
    const by = namingAttribute(shape)
    if (by === undefined) {
      add(path, { ...plain, shape, isList: true })
      return
    }
    for (const [value, others] of shape.names.get(by)?.values ?? []) {
      add(value, { ...plain, shape, named: { by, value } })
      for (const attribute of others)
        add(`${value}.${attribute}`, { shape, attribute, isList: false, named: { by, value } })
    }
  }
  addElement(record, '')
  return fields
}

/** The attribute by which repeated single values are told apart in every record: `<field name="city">Rome</field>`. */
function namingAttribute(shape: XmlShape): string | undefined {
  if (!isText(shape) || !shape.hasText) return undefined
  for (const [attribute, { isDistinct, values }] of shape.names)
    // Names come again in other records, values do not.
    if (isDistinct && values.size >= 2 && shape.count >= Math.min(2, shape.parents) * values.size * 0.5)
      return attribute
  return undefined
}
