import fc from 'fast-check'
import { hostileNames, values } from './texts.ts'

/** An element with attributes and content, which is not always well-formed. */
export interface MarkupElement {
  name: string
  attributes: readonly (readonly [string, string])[]
  children: readonly (MarkupElement | string)[]
  /** How the element ends. */
  end: 'closed' | 'empty' | 'open' | 'crossed'
}

const ends = fc.constantFrom<MarkupElement['end']>(
  'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'empty', 'open', 'crossed',
) // oxfmt-ignore

/** Texts with entities, sections and comments. */
export const markupTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: values.map(escapeText) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '&amp;', '&#0;', '&#x10ffff;', '&#xd800;', '&#99999999999;', '&a;', '&b;', '&nbsp', '&', '<![CDATA[a<b]]>', '<![CDATA[',
      '<!-- a -- b -->', '<!--', '-->', '<?a b?>', '<?', ']]>', '<', '>', '\u0000', '\ufffe',
    ), // oxfmt-ignore
  },
)

/** Replaces characters that XML does not allow. */
const toXmlText = (text: string): string => text.replaceAll(/[^\t\n\r -\ud7ff\ue000-\ufffd]/g, '?')
const wellFormedTexts = values.map((text) => escapeText(toXmlText(text)))

/** Elements of given names and attributes. Nearly all are well-formed, because parsers stop at the first error. */
export const elements = (
  names: readonly string[],
  attributes: Readonly<Record<string, fc.Arbitrary<string>>>,
  maxChildren = 6,
): fc.Arbitrary<MarkupElement> =>
  fc.oneof(
    { weight: 25, arbitrary: createElements(names, attributes, { maxChildren, isWild: false }) },
    { weight: 1, arbitrary: createElements(names, attributes, { maxChildren, isWild: true }) },
  )

function createElements(
  names: readonly string[],
  attributes: Readonly<Record<string, fc.Arbitrary<string>>>,
  { maxChildren, isWild }: { maxChildren: number; isWild: boolean },
): fc.Arbitrary<MarkupElement> {
  const texts = isWild ? markupTexts : wellFormedTexts
  const known: fc.Arbitrary<readonly [string, string]> = fc
    .constantFrom(...Object.keys(attributes), 'id')
    .chain((name) => (attributes[name] ?? values).map((value) => [name, isWild ? value : toXmlText(value)] as const))
  const attribute = isWild
    ? fc.oneof({ weight: 8, arbitrary: known }, { weight: 1, arbitrary: fc.tuple(hostileNames, values) })
    : known
  const { element } = fc.letrec<{ element: MarkupElement }>((tie) => ({
    element: fc.record({
      name: isWild
        ? fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...names) }, hostileNames)
        : fc.constantFrom(...names),
      attributes: isWild
        ? fc.array(attribute, { maxLength: 3 })
        : fc.uniqueArray(attribute, { maxLength: 3, selector: ([name]) => name }),
      children: fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, texts, tie('element')), {
        maxLength: maxChildren,
      }),
      end: isWild ? ends : fc.constantFrom('closed', 'closed', 'closed', 'empty'),
    }),
  }))
  return element
}

export function writeElement({ name, attributes, children, end }: MarkupElement): string {
  const open = `<${name}${attributes.map(([key, value]) => ` ${key}="${escapeText(value)}"`).join('')}`
  if (end === 'empty') return `${open}/>`
  const content = children.map((child) => (typeof child === 'string' ? child : writeElement(child))).join('')
  if (end === 'open') return `${open}>${content}`
  return `${open}>${content}</${end === 'crossed' ? `${name}x` : name}>`
}

/** A chain of elements of this depth. */
export const nestElements = (name: string, depth: number, content: string): string =>
  `${`<${name}>`.repeat(depth)}${content}${`</${name}>`.repeat(depth)}`

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
