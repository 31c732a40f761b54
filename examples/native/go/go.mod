module native-go

go 1.25

require (
	github.com/pulumi/pulumi/sdk/v3 v3.274.1
	pulumi-cxone-dialer/sdk/go v0.1.0
)

replace pulumi-cxone-dialer/sdk/go => ./sdk/go
