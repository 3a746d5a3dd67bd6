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

/** Elements of given names and attributes; `depth` bounds the generated nesting. */
export function elements(
  names: readonly string[],
  attributes: Readonly<Record<string, fc.Arbitrary<string>>>,
  maxChildren = 6,
): fc.Arbitrary<MarkupElement> {
  const attributeNames = Object.keys(attributes)
  const attribute: fc.Arbitrary<readonly [string, string]> = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .constantFrom(...attributeNames, 'id')
        .chain((name) => (attributes[name] ?? values).map((value) => [name, value] as const)),
    },
    { weight: 1, arbitrary: fc.tuple(hostileNames, values) },
  )
  const { element } = fc.letrec<{ element: MarkupElement }>((tie) => ({
    element: fc.record({
      name: fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...names) }, hostileNames),
      attributes: fc.array(attribute, { maxLength: 3 }),
      children: fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, markupTexts, tie('element')), {
        maxLength: maxChildren,
      }),
      end: ends,
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
