import type { Json } from '../document/workflow.ts'
import { isRecord } from '../wire/is-same-json.ts'

/**
 * The leaves of a document by the segments of their names. Trees are never mutated: unchanged parts are shared, so a
 * part that is the same object has the same leaves.
 *
 * @internal
 */
export interface LeafTree {
  /** The value of the leaf that ends here. */
  readonly value?: Json | undefined
  /** The number of the edit that set `value`. Absent for values of the document that was opened. */
  readonly seq?: number
  /** The client that set `value`. */
  readonly client?: string
  readonly children?: ReadonlyMap<string, LeafTree>
}

/** A change of one leaf. Without a value, the leaf is removed. @internal */
export interface LeafChange {
  readonly leaf: string
  readonly value?: Json | undefined
}

/** Which edit changed leaves. @internal */
export interface LeafStamp {
  readonly seq: number
  readonly client: string
}

export const emptyTree: LeafTree = {}

/** The last segment of the leaf that marks an item as existing. Removing it removes all leaves of the item. */
export const existenceMark = '#'
/** The last segment of the leaf with the order key of an item. */
export const orderMark = '^'
/** The segment between a setting and the leaves of the workflow in it. */
export const insideMark = '@'

/** Returns a setting's or item's name as a segment, which contains neither `/` nor `@`. */
export const toSegment = (name: string): string =>
  /[~/@]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('@', '~2') : name

/** The inverse of `toSegment`. */
export const fromSegment = (segment: string): string =>
  segment.includes('~') ? segment.replaceAll('~2', '@').replaceAll('~1', '/').replaceAll('~0', '~') : segment

/** Returns the part of a tree at a path. */
export function findPart(tree: LeafTree | undefined, path: readonly string[]): LeafTree | undefined {
  let part = tree
  for (const segment of path) part = part?.children?.get(segment)
  return part
}

/** Returns whether a value only marks an empty list or record, which can have members at the same time. */
export const isEmptyMark = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0

/**
 * Applies changes that were accepted before. Removing an existence mark or setting a value removes what is below.
 *
 * @internal
 */
export function writeLeaves(tree: LeafTree, changes: readonly LeafChange[], stamp?: LeafStamp): LeafTree {
  const draft = createDraft(tree)
  for (const change of changes) draft.write(change, stamp)
  return draft.tree
}

interface DraftNode {
  value?: Json
  seq?: number
  client?: string
  children?: Map<string, LeafTree>
}

/** Creates a draft of a tree, which copies each changed part once. */
export function createDraft(tree: LeafTree) {
  const ownParts = new Set<LeafTree>()
  const toOwnPart = (part: LeafTree | undefined): DraftNode => {
    if (part && ownParts.has(part)) return part as DraftNode
    const copy: DraftNode = { ...part, ...(part?.children ? { children: new Map(part.children) } : {}) } as DraftNode
    ownParts.add(copy)
    return copy
  }
  let root = toOwnPart(tree)
  const set = (path: readonly string[], value: Json, stamp: LeafStamp | undefined): void => {
    let part = root
    for (const segment of path) {
      part.children ??= new Map()
      const child = toOwnPart(part.children.get(segment))
      part.children.set(segment, child)
      part = child
    }
    part.value = value
    delete part.seq
    delete part.client
    Object.assign(part, stamp)
    if (!isEmptyMark(value)) delete part.children
  }
  /** Removes a value, or everything at the path, and then the parts that became empty. */
  const remove = (path: readonly string[], isSubtree: boolean): void => {
    const parents: DraftNode[] = [root]
    for (const segment of path) {
      const child = parents.at(-1)!.children?.get(segment)
      if (!child) return
      const ownChild = toOwnPart(child)
      parents.at(-1)!.children!.set(segment, ownChild)
      parents.push(ownChild)
    }
    const part = parents.at(-1)!
    delete part.value
    delete part.seq
    delete part.client
    if (isSubtree) delete part.children
    for (let depth = path.length; depth > 0; depth--) {
      const { value, children } = parents[depth]!
      if (value !== undefined || children?.size) return
      const siblings = parents[depth - 1]!.children!
      siblings.delete(path[depth - 1]!)
      if (siblings.size === 0) delete parents[depth - 1]!.children
    }
  }
  return {
    get tree(): LeafTree {
      return root as LeafTree
    },
    write({ leaf, value }: LeafChange, stamp?: LeafStamp): void {
      const path = leaf.split('/')
      if (value !== undefined) set(path, value, stamp)
      else if (path.at(-1) === existenceMark) remove(path.slice(0, -1), true)
      else remove(path, false)
    },
    /** Restores a part as it is in another tree. */
    restore(path: readonly string[], source: LeafTree): void {
      const part = findPart(source, path)
      remove(path, true)
      if (!part) return
      let parent = root
      for (const segment of path.slice(0, -1)) {
        parent.children ??= new Map()
        const child = toOwnPart(parent.children.get(segment))
        parent.children.set(segment, child)
        parent = child
      }
      parent.children ??= new Map()
      parent.children.set(path.at(-1)!, part)
    },
  }
}
