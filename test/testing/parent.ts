// A program of a user's: it starts a DynamoDB Local, says where it is, and then does what its argument says.
import { startLocalDynamoDB } from '../../src/testing/index.js'

const { endpoint, stop } = await startLocalDynamoDB({ engine: 'java' })
console.log(endpoint)
if (process.argv[2] === 'work') setInterval(() => {}, 1_000)
if (process.argv[2] === 'stop') {
  await stop()
  console.log('stopped')
}
