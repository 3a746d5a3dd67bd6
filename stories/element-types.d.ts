// Types of elements that the editor loads when they are first shown: its declarations do not import them.
import type {} from '../packages/editor/elements/files/aw-file-question.ts'
import type {} from '../packages/editor/elements/results/aw-results-drawer.ts'
import type {} from '../packages/editor/elements/editor/aw-scope-trail.ts'
import type {} from '../packages/editor/views/plan/aw-preparation-dialog.ts'
