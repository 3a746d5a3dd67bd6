import { offerCanvas } from '../editor/run-canvas.ts'
import { reactFlow } from './react-flow.ts'

offerCanvas(reactFlow(document.querySelector('main')!, true))
