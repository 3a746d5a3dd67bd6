import { readWorkflow, type Workflow } from '@aw-flow/schema'

/** Under which id a server keeps what this profile calls otherwise, and what is known of it. */
export interface ServerPlace {
  id: string
  /** Of the document as both had it last. */
  tag?: string
}

/** A document that the server was sent to make, and has not answered yet: as it was sent, and under which key. */
export interface ServerMaking {
  key: string
  workflow: Workflow
}

/** The places of documents and runs on one server, remembered in this profile. */
export interface ServerPlaces {
  find(kind: 'document' | 'run', id: string): ServerPlace | undefined
  keep(kind: 'document' | 'run', id: string, place: ServerPlace): void
  /** What was sent to be made of a document whose place is not known yet. */
  making(document: string): ServerMaking | undefined
  keepMaking(document: string, making: ServerMaking): void
  forgetMaking(document: string): void
  forget(kind: 'document' | 'run', id: string): void
  /** What this profile calls the things that the server has, by the server's ids. */
  names(kind: 'document' | 'run'): ReadonlyMap<string, string>
}

/** Remembers in `storage`; without one (or where it refuses) for as long as the page is open. */
export function createServerPlaces(address: string, storage: Storage | undefined): ServerPlaces {
  const memory = new Map<string, string>()
  const key = (kind: 'document' | 'run' | 'making', id: string): string => `aw.server ${address} ${kind} ${id}`
  const read = (name: string): string | undefined => memory.get(name) ?? storage?.getItem(name) ?? undefined
  const write = (name: string, value: object): void => {
    const text = JSON.stringify(value)
    memory.set(name, text)
    try {
      storage?.setItem(name, text)
    } catch {
      // It is full: this is remembered while the page is open.
    }
  }
  const remove = (name: string): void => {
    memory.delete(name)
    storage?.removeItem(name)
  }
  const placeIn = (name: string): ServerPlace | undefined => {
    const place = parsed<ServerPlace>(read(name))
    return typeof place?.id === 'string' ? (place as ServerPlace) : undefined
  }
  return {
    find: (kind, id) => placeIn(key(kind, id)),
    names(kind) {
      const names = new Map<string, string>()
      const beginning = key(kind, '')
      const stored = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '')
      for (const name of new Set([...stored, ...memory.keys()])) {
        const place = name.startsWith(beginning) ? placeIn(name) : undefined
        if (place) names.set(place.id, name.slice(beginning.length))
      }
      return names
    },
    keep: (kind, id, place) => write(key(kind, id), place),
    forget: (kind, id) => remove(key(kind, id)),
    making(document) {
      const making = parsed<ServerMaking>(read(key('making', document)))
      // Sent again it must be the same to the letter, so that what was read of it is not what is answered.
      const isReadable = typeof making?.key === 'string' && readWorkflow(making.workflow).workflow !== undefined
      return isReadable ? (making as ServerMaking) : undefined
    },
    keepMaking: (document, making) => write(key('making', document), making),
    forgetMaking: (document) => remove(key('making', document)),
  }
}

function parsed<T>(text: string | undefined): Partial<T> | undefined {
  try {
    return (JSON.parse(text ?? 'null') as Partial<T> | null) ?? undefined
  } catch {
    return undefined
  }
}
