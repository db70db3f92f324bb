import { missingPackage } from '../../errors/missing-package.js'

export const { BaseCheckpointSaver, TASKS, WRITES_IDX_MAP, copyCheckpoint, getCheckpointId, maxChannelVersion } =
  await import('@langchain/langgraph-checkpoint').catch(
    missingPackage('@langchain/langgraph-checkpoint', 'monotable/langgraph'),
  )
