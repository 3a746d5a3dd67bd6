import type { Declaration, Manifest } from './manifest.ts'

/** The declaration of an element class, which has a tag name. */
export type ElementEntry = Declaration & { tagName: string }

/** The declaration of an event class. */
export type EventEntry = Declaration

/** Lists the elements of a manifest, sorted by tag name. The editor is listed once, as the class of this package. */
export function listElements({ modules }: Manifest): readonly ElementEntry[] {
  const elements = modules.flatMap(({ declarations = [] }) => declarations).filter(isElement)
  const elementsByTag = new Map(elements.map((element) => [element.tagName, element]))
  return [...elementsByTag.values()].sort((a, b) => (a.tagName < b.tagName ? -1 : 1))
}

/** Returns the event classes of a manifest, keyed by name. */
export function indexEvents({ modules }: Manifest): ReadonlyMap<string, EventEntry> {
  const events = modules.flatMap(({ declarations = [] }) => declarations).filter(isEvent)
  return new Map(events.map((event) => [event.name, event]))
}

const isElement = (declaration: Declaration): declaration is ElementEntry => declaration.tagName !== undefined
const isEvent = (declaration: Declaration): boolean =>
  declaration.kind === 'class' && declaration.superclass?.name === 'Event'

/** Whether a declaration is the class of an element or of an event. */
export const isElementOrEvent = (declaration: Declaration): boolean => isElement(declaration) || isEvent(declaration)
