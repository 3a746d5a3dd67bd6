import { hostileBinary } from './hostile-binary.ts'
import type { HostileKind } from './hostile-file.ts'
import { hostileJson } from './hostile-json.ts'
import { hostileMarkup } from './hostile-markup.ts'
import { hostilePacked } from './hostile-packed.ts'
import { hostileText } from './hostile-text.ts'

/** Ways to make a file that does harm where a loader is careless: all that need no other file. */
export const hostileKinds: HostileKind[] = [
  ...hostileText,
  ...hostileJson,
  ...hostileMarkup,
  ...hostilePacked,
  ...hostileBinary,
]
