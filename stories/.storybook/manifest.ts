import data from 'virtual:aw-manifest'
import type { Declaration, Manifest, Member } from '../../packages/embed/manifest/manifest.ts'

/** The manifest of all elements, which `main.ts` generates from their source. */
export const manifest = data as Manifest

const declarations = manifest.modules.flatMap(({ declarations: entries = [] }) => entries)
const byTag = new Map(declarations.map((declaration) => [declaration.tagName, declaration]))

/** Returns the manifest entry of an element. */
export const findDeclaration = (tag: string): Declaration | undefined => byTag.get(tag)

/** Returns the properties of an element that can be set. */
export const listSettableFields = (tag: string): Member[] =>
  (byTag.get(tag)?.members ?? []).filter(
    ({ kind, static: isStatic, readonly }) => kind === 'field' && !isStatic && !readonly,
  )
