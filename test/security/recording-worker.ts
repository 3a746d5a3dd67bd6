import './record-in-worker.ts'
import '../../packages/client/worker/worker.ts'
