"""Where a device should go next: ordered gates, then options, with the reasons and what would change them.

Facts and a policy come in, a decision comes out; nothing is read or written here. `facts` is what is known of a device,
`policy` the numbers, `decision.decide` the question, `record.to_plain` the answer as data.
"""
