/**
 * A client to send with: a `DynamoDBClient`, or a `DynamoDBDocumentClient` around one. By shape, so that another copy of
 * the SDK than this package's is as good.
 */
export interface DynamoDBClientLike {
  send(command: any, options?: any): Promise<any>
  readonly config: any
}
