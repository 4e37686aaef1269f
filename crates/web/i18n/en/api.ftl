# The page that describes the interface for programs.
api-heading = Pécule for your programs
api-signing-in = A program gets an access token with POST /tokens, then sends it in the Authorization header of each request. The token lasts ten minutes; the refresh token obtains another one.
api-document = The OpenAPI document
api-subjects = Subjects
api-parameter = Parameter
api-field = Field
api-example = Example
api-meaning = Meaning
api-required = required
api-public = no token
api-body = Body of the request:
api-problems = Possible problems:
api-problems-heading = Problems
api-problems-shape = A request that fails is explained as application/problem+json:
api-shapes = Requests and responses
api-slice = Lists come in pages; next, unless it is null, is sent as the parameter after to get the next page:
