/** A rendered story, for the sections of documentation pages that describe it. */
export interface DrawnStory {
  readonly id: string
  readonly tag: string
  readonly element: HTMLElement
  /** Code that creates the element in this state. */
  readonly snippet: string
}

const drawn = new Map<string, DrawnStory>()
const listeners = new Set<() => void>()

/** The story as it was last rendered; `undefined` before the first time. */
export const drawnStory = (id: string): DrawnStory | undefined => drawn.get(id)

/** Calls a listener after a story was rendered or changed. Returns a function that removes the listener. */
export function onDrawn(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function setDrawn(story: DrawnStory): void {
  drawn.set(story.id, story)
  for (const listener of listeners) listener()
}
