/** What writes a workflow as text or as a picture: fetched when somebody asks for such a file. */
export { markdownOfWorkflow } from './markdown-of-workflow.ts'
export { pngOfScene } from './png-of-scene.ts'
export { svgOfScene } from './svg-of-scene.ts'
