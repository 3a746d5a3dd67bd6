/** A rendered story, for the sections of documentation pages that describe it. */
export interface RenderedStory {
  readonly id: string
  readonly tag: string
  readonly element: HTMLElement
  /** Code that creates the element in this state. */
  readonly snippet: string
}

const rendered = new Map<string, RenderedStory>()
const listeners = new Set<() => void>()

/** Returns a story as it was last rendered; `undefined` if it has not been rendered. */
export const getRenderedStory = (id: string): RenderedStory | undefined => rendered.get(id)

/** Calls a listener whenever a story is rendered or changed. Returns a function that removes the listener. */
export function onStoryRendered(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function setRenderedStory(story: RenderedStory): void {
  rendered.set(story.id, story)
  for (const listener of listeners) listener()
}
