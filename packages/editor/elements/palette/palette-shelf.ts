import { loadLazyTexts } from '../../language/languages.ts'
import type { NodeType } from '@aw-flow/schema'
import { css, html, nothing, type TemplateResult } from 'lit'
import star from 'lucide/dist/esm/icons/star.mjs'
import { icon } from '../../icons/icon.ts'
import { registerIcon } from '../../icons/icon-shapes.ts'
import { paletteShelfStrings } from './palette-shelf-strings.ts'
import { createStoredTypes } from './stored-types.ts'
import { getKey } from '../../get-key.ts'

/** Maximum number of recent node types to list. */
const maxRecentTypes = 5

const storedFavorites = createStoredTypes('aw-palette-favorites')
const storedRecentTypes = createStoredTypes('aw-palette-recent')

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

/** Shows the user's favorite and recent node types, and the description of the hovered or focused node type. */
export type PaletteShelf = Awaited<ReturnType<typeof createPaletteShelf>>

/** Creates the shelf with strings in the given language. */
export async function createPaletteShelf(language: string, root: ShadowRoot, onChange: () => void) {
  registerIcon('star', star)
  const { styleSheet } = shelfStyles
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet]
  // Read the list once: if it changed with each added node, entries would move under the pointer.
  const recentTypes = storedRecentTypes.list()
  const strings = await loadLazyTexts(language, 'paletteShelf', paletteShelfStrings)
  let describedType: NodeType | undefined

  const toggle = (type: string): void => {
    const favorites = storedFavorites.list()
    storedFavorites.set(favorites.includes(type) ? favorites.filter((other) => other !== type) : [...favorites, type])
    onChange()
  }

  const getStarLabel = ({ type, title }: Pick<NodeType, 'type' | 'title'>): string =>
    storedFavorites.list().includes(type) ? strings.removeFavorite(title) : strings.addFavorite(title)

  const describe = (type: NodeType | undefined): void => {
    if (type?.type === describedType?.type) return
    describedType = type
    onChange()
  }

  return {
    /** Records that the user added a node of this type. The recent types include it after the palette is reopened. */
    onAdd({ type }: NodeType): void {
      storedRecentTypes.set(
        [type, ...storedRecentTypes.list().filter((other) => other !== type)].slice(0, 2 * maxRecentTypes),
      )
    },
    /** Renders the groups of favorite and recent types. `renderType` renders a single type. */
    renderGroups(types: readonly NodeType[], renderType: (type: NodeType) => unknown): unknown {
      const typesByName = new Map(types.map((type) => [type.type, type]))
      const findTypes = (names: readonly string[]): NodeType[] => names.flatMap((name) => typesByName.get(name) ?? [])
      const favorites = storedFavorites.list()
      const others = recentTypes.filter((type) => !favorites.includes(type))
      const groups = [
        { title: strings.favorites, members: findTypes(favorites) },
        { title: strings.recent, members: findTypes(others).slice(0, maxRecentTypes) },
      ]
      return groups.map(({ title, members }) =>
        members.length === 0
          ? nothing
          : html`<h2>${title}</h2>
              ${members.map((type) => renderType(type))}`,
      )
    },
    /**
     * Renders a type's favorite button. It is shown for favorites and for the described type; on devices without
     * hover, it is shown for all types.
     */
    renderStar(type: NodeType): TemplateResult | typeof nothing {
      const isFavorite = storedFavorites.list().includes(type.type)
      if (!isFavorite && type.type !== describedType?.type && !matchMedia('(hover: none)').matches) return nothing
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
    /** Handles `keydown` on a type's entry: F adds the type to the favorites or removes it. */
    onKey(event: KeyboardEvent, type: NodeType): void {
      if (getKey(event).toLowerCase() !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      toggle(type.type)
    },
    /** Shows a type's description, or hides the shown description if `type` is `undefined`. */
    describe,
    /** Renders the description that is currently shown, if any. */
    renderDescription(): TemplateResult | typeof nothing {
      if (!describedType) return nothing
      return html`<div class="description small">
        <strong>${describedType.title}</strong>
        <p class="muted">${describedType.description}</p>
        <p class="muted"><kbd>F</kbd> ${getStarLabel(describedType)}</p>
      </div>`
    },
  }
}
