/**
 * Writes a page about the elements from their manifest (`custom-elements.json`): attributes, events, slots, CSS parts
 * and custom properties, each with its tier. Custom properties are in one table, because most of them apply to all
 * elements.
 *
 * @returns Markdown for the documentation site.
 */
export function writeElementReference(manifest) {
  const declarations = manifest.modules.flatMap(({ declarations: entries = [] }) => entries)
  const byTag = new Map(declarations.filter(({ tagName }) => tagName).map((element) => [element.tagName, element]))
  const elements = [...byTag.values()].sort((a, b) => (a.tagName < b.tagName ? -1 : 1))
  const properties = new Map(
    elements
      .flatMap(({ cssProperties = [] }) => cssProperties)
      .map((property) => [`${property.name} ${property.tier}`, property]),
  )
  const sorted = [...properties].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, property]) => property)
  return [
    '# API: Attributes, events and styles',
    'The tier `public` follows semantic versioning; `beta` may change in a minor version.',
    ...elements.flatMap(writeElement),
    '## Custom properties',
    'Set them on an element or on one of its ancestors.',
    writeTable(
      ['property', 'tier', 'default', 'meaning'],
      sorted.map(({ name, tier, default: initial, description }) => [
        toCode(name),
        tier,
        initial ? toCode(initial) : '',
        toCell(description),
      ]),
    ),
    '',
  ].join('\n\n')
}

function writeElement({ tagName, tier, description, attributes = [], events = [], slots = [], cssParts = [] }) {
  const [summary = ''] = (description ?? '').split(/\n\s*\n/)
  const sections = [
    ['attribute', attributes.map((attribute) => ({ tier, ...attribute }))],
    ['event', events],
    ['slot', slots],
    ['part', cssParts],
  ]
  return [
    `## \`<${tagName}>\``,
    `${toCell(summary)} Tier: \`${tier}\`.`.trim(),
    ...sections
      .filter(([, features]) => features.length > 0)
      .map(([kind, features]) =>
        writeTable(
          [kind, 'tier', 'meaning'],
          features.map((feature) => [
            feature.name ? toCode(feature.name) : 'default',
            feature.tier,
            toCell(feature.description),
          ]),
        ),
      ),
  ]
}

const writeTable = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const toCode = (text) => `\`${text.replaceAll('|', '\\|')}\``

/**
 * Formats a comment for a cell of a table. Tags are escaped except in code, because Vue compiles the pages of the site.
 */
const toCell = (text = '') =>
  text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;') : part))
    .join('`')
    .trim()
