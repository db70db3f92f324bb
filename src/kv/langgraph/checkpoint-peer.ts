import { missingPackage } from '../../errors/missing-package.js'

// biome-ignore format: the build looks for the import on one line.
export const { BaseCheckpointSaver, TASKS, WRITES_IDX_MAP, copyCheckpoint, getCheckpointId, maxChannelVersion } = await import('@langchain/langgraph-checkpoint').catch(missingPackage(['@langchain/langgraph-checkpoint', '@langchain/core'], 'monotable/langgraph'))
