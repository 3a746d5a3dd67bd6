/** A rendered story, as used by the sections of its documentation page. */
export interface RenderedStory {
  readonly id: string
  readonly tag: string
  readonly element: HTMLElement
  /** Code that creates the element in its current state. */
  readonly snippet: string
}

const rendered = new Map<string, RenderedStory>()
const listeners = new Set<() => void>()

/** Returns the last rendering of a story; `undefined` if it has not been rendered yet. */
export const getRenderedStory = (id: string): RenderedStory | undefined => rendered.get(id)

/** Registers a listener that is called whenever a story is rendered or changed. Returns a function that removes it. */
export function onStoryRendered(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function setRenderedStory(story: RenderedStory): void {
  rendered.set(story.id, story)
  for (const listener of listeners) listener()
}
