import type { NodeType } from '@aw-flow/schema'
import { css, html, nothing, type TemplateResult } from 'lit'
import star from 'lucide/dist/esm/icons/star.mjs'
import { icon } from '../../icons/icon.ts'
import { registerIcon } from '../../icons/icon-shapes.ts'
import { loadPaletteShelfStrings, paletteShelfStrings } from './palette-shelf-strings.ts'
import { createStoredTypes } from './stored-types.ts'

/** Maximum number of recent node types that are listed. */
const maxRecent = 5

const storedFavorites = createStoredTypes('aw-palette-favorites')
const storedRecent = createStoredTypes('aw-palette-recent')

const shelfStyles = css`
  .entry {
    position: relative;
  }

  .entry button.type {
    padding-inline-end: 34px;
  }

  .entry .star {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 2px;
    width: 28px;
    min-height: 28px;
    height: 28px;
    margin-block: auto;
    color: var(--_muted);
  }

  .star[aria-pressed='true'] {
    color: var(--_accent);
  }

  .star[aria-pressed='true'] svg {
    fill: currentColor;
  }

  .description {
    flex: none;
    max-height: 30%;
    padding: 10px var(--_space-16);
    overflow-y: auto;
    border-top: 1px solid var(--_border);
  }

  .description p {
    margin: 2px 0 0;
  }
`

/** The user's favorite and recent node types, and the description of the node type that is hovered or focused. */
export interface PaletteShelf {
  /** Records that a node of a type was added. The list shows it when the palette is opened again. */
  onAdd(type: NodeType): void
  /** Renders the favorites and the recent types above the families; `renderType` renders one of them. */
  renderGroups(types: readonly NodeType[], renderType: (type: NodeType) => unknown): unknown
  /**
   * Renders the button that adds a type to the favorites or removes it. Only favorites and the described type have one;
   * on a device without hover, all types have one.
   */
  renderStar(type: NodeType): TemplateResult | typeof nothing
  /** Handles a key on the entry of a type: F adds it to the favorites or removes it. */
  onKey(event: KeyboardEvent, type: NodeType): void
  /** Shows the description of a type. */
  describe(type: NodeType | undefined): void
  /** Renders the description. */
  renderDescription(): TemplateResult | typeof nothing
}

/** Creates the shelf of a palette with strings in a language; in English if they cannot be loaded. */
export async function createPaletteShelf(
  language: string,
  root: ShadowRoot,
  onChange: () => void,
): Promise<PaletteShelf> {
  registerIcon('star', star)
  const { styleSheet } = shelfStyles
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet]
  // A list that changes with each added node would move under the pointer.
  const recent = storedRecent.list()
  const strings = await loadPaletteShelfStrings(language).catch(() => paletteShelfStrings)
  let described: NodeType | undefined

  const toggle = (type: string): void => {
    const favorites = storedFavorites.list()
    storedFavorites.set(favorites.includes(type) ? favorites.filter((other) => other !== type) : [...favorites, type])
    onChange()
  }

  const getStarLabel = ({ type, title }: Pick<NodeType, 'type' | 'title'>): string =>
    storedFavorites.list().includes(type) ? strings.removeFavorite(title) : strings.addFavorite(title)

  const describe = (type: NodeType | undefined): void => {
    if (type?.type === described?.type) return
    described = type
    onChange()
  }

  return {
    onAdd({ type }) {
      storedRecent.set([type, ...storedRecent.list().filter((other) => other !== type)].slice(0, 2 * maxRecent))
    },
    renderGroups(types, renderType) {
      const byName = new Map(types.map((type) => [type.type, type]))
      const findTypes = (names: readonly string[]): NodeType[] => names.flatMap((name) => byName.get(name) ?? [])
      const favorites = storedFavorites.list()
      const others = recent.filter((type) => !favorites.includes(type))
      const groups = [
        { title: strings.favorites, members: findTypes(favorites) },
        { title: strings.recent, members: findTypes(others).slice(0, maxRecent) },
      ]
      return groups.map(({ title, members }) =>
        members.length === 0
          ? nothing
          : html`<h2>${title}</h2>
              ${members.map((type) => renderType(type))}`,
      )
    },
    renderStar(type) {
      const isFavorite = storedFavorites.list().includes(type.type)
      if (!isFavorite && type.type !== described?.type && !matchMedia('(hover: none)').matches) return nothing
      const label = getStarLabel(type)
      return html`<button
        type="button"
        class="quiet icon star"
        tabindex="-1"
        aria-pressed=${isFavorite ? 'true' : 'false'}
        aria-label=${label}
        title=${label}
        @click=${() => toggle(type.type)}
      >
        ${icon('star')}
      </button>`
    },
    onKey(event, type) {
      if (event.key.toLowerCase() !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      toggle(type.type)
    },
    describe,
    renderDescription() {
      if (!described) return nothing
      return html`<div class="description small">
        <strong>${described.title}</strong>
        <p class="muted">${described.description}</p>
        <p class="muted"><kbd>F</kbd> ${getStarLabel(described)}</p>
      </div>`
    },
  }
}
