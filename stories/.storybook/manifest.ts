import data from 'virtual:aw-manifest'
import type { Declaration, Manifest, Member } from '../../packages/embed/manifest/manifest.ts'

/** The manifest of all elements, generated from source in `main.ts`. */
export const manifest = data as Manifest

const declarations = manifest.modules.flatMap(({ declarations: entries = [] }) => entries)
const declarationsByTag = new Map(declarations.map((declaration) => [declaration.tagName, declaration]))

/** Returns the manifest entry of an element. */
export const findDeclaration = (tag: string): Declaration | undefined => declarationsByTag.get(tag)

/** Returns an element's writable properties. */
export const listSettableFields = (tag: string): Member[] =>
  (declarationsByTag.get(tag)?.members ?? []).filter(
    ({ kind, static: isStatic, readonly }) => kind === 'field' && !isStatic && !readonly,
  )
