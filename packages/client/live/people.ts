/** The activity of a person in a document. Sent to the other pages, and never stored. @internal */
export interface LivePresence {
  readonly cursor?: { readonly x: number; readonly y: number }
  /** The ids of selected nodes, edges and notes. */
  readonly selection?: readonly string[]
  readonly viewport?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** The leaf that the person edits. */
  readonly field?: string
}

/** Somebody who has the document open in another page. @internal */
export interface LivePerson {
  /** Identifies the page. */
  readonly client: string
  readonly user: string
  readonly name: string
  readonly canEdit: boolean
  readonly presence: LivePresence
}

/** The people who have a document open. */
export type LivePeople = ReturnType<typeof createPeople>

export function createPeople(ownClient: string, onChange: (aspect: 'people' | 'presence') => void) {
  let people = new Map<string, LivePerson>()
  /** Names of people who have left, whose edits may still be the reason of a message. */
  const names = new Map<string, string>()
  let others: readonly LivePerson[] = []
  const refresh = (aspect: 'people' | 'presence'): void => {
    for (const { client, name } of people.values()) names.set(client, name)
    others = [...people.values()].filter(({ client }) => client !== ownClient)
    onChange(aspect)
  }
  return {
    /** The presence of this page. */
    own: {} as LivePresence,
    get others(): readonly LivePerson[] {
      return others
    },
    findName: (client: string | undefined): string | undefined =>
      client === undefined ? undefined : names.get(client),
    replace(all: readonly LivePerson[]): void {
      people = new Map(all.map((person) => [person.client, person]))
      refresh('people')
    },
    update(changed: readonly LivePerson[], left: readonly string[]): void {
      const hasNew = changed.some(({ client }) => !people.has(client))
      for (const client of left) people.delete(client)
      for (const person of changed) people.set(person.client, person)
      refresh(hasNew || left.length > 0 ? 'people' : 'presence')
    },
  }
}
