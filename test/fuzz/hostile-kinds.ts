import { hostileBinary } from './hostile-binary.ts'
import type { HostileKind } from './hostile-file.ts'
import { hostileJson } from './hostile-json.ts'
import { hostileMarkup } from './hostile-markup.ts'
import { hostilePacked } from './hostile-packed.ts'
import { hostileText } from './hostile-text.ts'

/** Generators of hostile files that need no other file. */
export const hostileKinds: HostileKind[] = [
  ...hostileText,
  ...hostileJson,
  ...hostileMarkup,
  ...hostilePacked,
  ...hostileBinary,
]
