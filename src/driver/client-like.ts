/**
 * A client to send with: a `DynamoDBClient`, or a `DynamoDBDocumentClient` around one. By shape, so that another copy of
 * the SDK than this package's is as good.
 */
export interface DynamoDBClientLike {
  /** Sends a command of the SDK. */
  send(command: any, options?: any): Promise<any>
  /** What the client was made with, resolved. */
  readonly config: any
}
