// Types of elements that the editor loads when they are first shown: its declarations do not import them.
import '../packages/editor/comments/aw-canvas-marks.ts'
import '../packages/editor/comments/aw-comments.ts'
import '../packages/editor/elements/files/aw-file-question.ts'
import '../packages/editor/elements/people/aw-people.ts'
import '../packages/editor/elements/results/aw-results-drawer.ts'
import '../packages/editor/elements/editor/aw-scope-trail.ts'
import '../packages/editor/views/plan/aw-preparation-dialog.ts'
